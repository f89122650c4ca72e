"""How closely a batch resembles real ECGs: features, distances, spectra, leads, diversity."""
