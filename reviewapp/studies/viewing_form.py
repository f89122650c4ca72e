"""The form of a draft that says how readers see its ECGs, and what they may switch and use."""

from collections.abc import Iterator
from dataclasses import asdict

from django import forms
from django.utils.translation import get_language

from reviewapp.ecg.display import SETTINGS
from reviewapp.studies.viewing import TOOLS, Viewing

SWITCH_PREFIX = "switch-"
TOOL_PREFIX = "tool-"


class ViewingForm(forms.Form):
    """For each setting what a case opens with, and whether a reader may switch it; each tool."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        is_german = (get_language() or "en").startswith("de")
        for setting in SETTINGS:
            self.fields[setting.code] = forms.ChoiceField(
                label=setting.de if is_german else setting.en,
                choices=[(str(c.value), c.de if is_german else c.en) for c in setting.choices],
            )
            self.fields[SWITCH_PREFIX + setting.code] = forms.BooleanField(required=False)
        for tool in TOOLS:
            label = tool.de if is_german else tool.en
            self.fields[TOOL_PREFIX + tool.code] = forms.BooleanField(label=label, required=False)

    @classmethod
    def of(cls, viewing: Viewing) -> "ViewingForm":
        """The form filled with what a draft says now."""
        switches = {SWITCH_PREFIX + code: True for code in viewing.switches}
        tools = {TOOL_PREFIX + code: True for code in viewing.tools}
        return cls(initial={**asdict(viewing.start), **switches, **tools})

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each setting's field with that of its switch."""
        for setting in SETTINGS:
            yield self[setting.code], self[SWITCH_PREFIX + setting.code]

    def tools(self) -> Iterator[forms.BoundField]:
        """The tick boxes of the tools."""
        for tool in TOOLS:
            yield self[TOOL_PREFIX + tool.code]

    def chosen_viewing(self) -> Viewing:
        """What a valid form says."""
        data = self.cleaned_data
        settings = [setting.code for setting in SETTINGS]
        everything = Viewing(switches=tuple(settings))
        return Viewing(
            start=everything.choose({code: data[code] for code in settings}),
            switches=tuple(code for code in settings if data[SWITCH_PREFIX + code]),
            tools=tuple(tool.code for tool in TOOLS if data[TOOL_PREFIX + tool.code]),
        )
