"""A page taken apart, to ask it questions."""

from html.parser import HTMLParser

EMPTY = {"meta", "br", "img"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text; fails where tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data + " "

    def all(self, tag):
        """The attributes of each element of that name."""
        return [attributes for name, attributes in self.found if name == tag]

    @property
    def ids(self):
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]

    @property
    def targets(self):
        """Where the page's links lead to."""
        return [link["href"] for link in self.all("a")]
