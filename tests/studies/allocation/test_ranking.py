import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.studies.allocation.ranking import Ranking, apportion, percent_of


def test_a_rank_is_hmac_sha256_of_the_joined_words():
    expected = hmac.new(b"seed", b"draw|SR/real|key", hashlib.sha256).digest()
    assert Ranking("seed").rank("draw", "SR/real", "key") == expected


def test_a_word_may_not_hold_the_separator():
    with pytest.raises(ValueError, match="holds no"):
        Ranking("seed").rank("a|b")


def test_an_empty_seed_is_refused():
    with pytest.raises(ValueError, match="empty"):
        Ranking("")


def test_the_commitment_is_the_hash_of_the_seed():
    assert Ranking(b"seed").commitment == hashlib.sha256(b"seed").hexdigest()


def test_the_order_does_not_depend_on_the_order_given():
    keys = [str(number) for number in range(20)]
    ranking = Ranking("seed")
    assert ranking.ordered(keys, "w") == ranking.ordered(reversed(keys), "w") != keys


def test_each_number_below_a_limit_is_about_as_likely():
    ranking = Ranking("seed")
    drawn = [ranking.number_below(4, "w", str(index)) for index in range(4000)]
    assert all(900 < drawn.count(number) < 1100 for number in range(4))


def test_no_number_is_favoured_when_the_limit_is_near_the_size_of_a_digest():
    """256 bits modulo 3 * 2**254 would fall in the lowest third half of the time."""
    ranking, third = Ranking("seed"), 2**254
    drawn = [ranking.number_below(3 * third, str(index)) < third for index in range(900)]
    assert 240 < sum(drawn) < 360


def test_a_number_below_a_limit_beyond_one_digest_reaches_its_upper_half():
    ranking = Ranking("seed")
    limit = 2**400
    drawn = [ranking.number_below(limit, str(index)) for index in range(50)]
    assert limit // 2 < max(drawn) < limit


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 50), min_size=1), st.data())
def test_apportionment_adds_up_and_stays_within_one_of_the_exact_share(weights, data):
    total = data.draw(st.integers(0, sum(weights.values())))
    shares = apportion(total, weights, ties={key: key.encode() for key in weights})
    whole = sum(weights.values())
    assert sum(shares.values()) == (total if whole else 0)
    for key, share in shares.items():
        assert 0 <= share <= weights[key]
        assert abs(share * whole - total * weights[key]) < max(1, whole)


def test_percentages_round_half_up():
    assert [percent_of(15, count) for count in (0, 3, 10, 44)] == [0, 0, 2, 7]
