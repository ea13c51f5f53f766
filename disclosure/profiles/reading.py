"""YAML as text with line numbers: the narrow subset that profiles are written in.

Every scalar is text, whatever it looks like: `3.10` stays the number of an entry (YAML would make it 3.1), `NO` stays a
code (YAML would make it False) and an amount never passes through a float. `schema` gives each field its type.
Aliases, tags, keys written twice, and anything deep or large enough to be an attack are refused.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from .exceptions import Fault, ProfileError

LARGEST_FILE = 512 * 1024
DEEPEST = 8

Place = tuple[str | int, ...]
PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))


@dataclass(frozen=True)
class Document:
    """The data of one file, and the line on which each key and each item of it stands."""

    file: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, path: Place) -> int:
        """The line of `path`, or of the nearest thing around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Place, reason: object) -> Fault:
        return Fault(self.file, self.line(path), path, str(reason))


class TooMuchYAML(yaml.MarkedYAMLError):
    """Something that YAML can and profiles do not."""


class TextLoader(yaml.SafeLoader):
    """A safe loader that guesses no types, follows no aliases and goes only so deep."""

    yaml_implicit_resolvers: dict = {}
    depth = 0

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise TooMuchYAML(problem=_("aliases are not used in profiles"), problem_mark=self.peek_event().start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooMuchYAML(problem=_("is nested too deeply"), problem_mark=self.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read(path: Path) -> Document:
    """Read one file of a profile. Raises `ProfileError` with the line that cannot be read."""
    text = _text(path)
    try:
        root = yaml.compose(text, Loader=TextLoader)
    except TooMuchYAML as error:
        raise ProfileError([Fault(path.name, _line_of(error), (), str(error.problem))]) from error
    except yaml.MarkedYAMLError as error:
        reason = _("is not YAML that can be read (%(problem)s)") % {"problem": error.problem or error.context}
        raise ProfileError([Fault(path.name, _line_of(error), (), str(reason))]) from error
    except yaml.reader.ReaderError as error:
        raise ProfileError([_unreadable(path, text[: error.position])]) from error
    if root is None:
        raise ProfileError([Fault(path.name, 1, (), str(_("is empty")))])
    document = Document(path.name, None, {(): 1})
    faults: list[Fault] = []
    data = _plain(root, (), document, faults)
    if faults:
        raise ProfileError(faults)
    return Document(path.name, data, document.lines)


def _text(path: Path) -> str:
    if not path.is_file():
        raise ProfileError([Fault(path.name, 1, (), str(_("this file is missing")))])
    raw = path.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise ProfileError([Fault(path.name, 1, (), str(_("is larger than a profile's file can be")))])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProfileError([_unreadable(path, raw[: error.start].decode("utf-8"))]) from error


def _unreadable(path: Path, before: str) -> Fault:
    return Fault(path.name, before.count("\n") + 1, (), str(_("is not plain text in UTF-8")))


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _plain(node: yaml.Node, path: Place, document: Document, faults: list[Fault]) -> Any:
    """The plain value of a node; its lines go into `document`, what is wrong with it into `faults`."""
    document.lines.setdefault(path, node.start_mark.line + 1)
    if node.tag not in PLAIN_TAGS:
        faults.append(document.fault(path, _("tags are not used in profiles")))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, faults)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), document, faults) for number, item in enumerate(node.value)]
    return node.value


def _mapping(node: yaml.MappingNode, path: Place, document: Document, faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(document.file, line, path, str(_("a key must be a word"))))
            continue
        key = key_node.value
        if key in values:
            reason = _("is written twice; the first time on line %(line)d") % {"line": document.line((*path, key))}
            faults.append(Fault(document.file, line, (*path, key), str(reason)))
            continue
        document.lines[(*path, key)] = line
        values[key] = _plain(value_node, (*path, key), document, faults)
    return values
