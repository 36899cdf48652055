"""A site's own mkdocs.yml, however short, laid over the packaged one.

Nodes are merged, not values, so that tags (!ENV, !!python/name) stay what they are.
"""

from __future__ import annotations

import yaml

HOME = "index.md"
# Lists that grow; any other list, like every single value, takes the place of ours.
_ADDED = {"extra_css", "extra_javascript", "theme.features"}
_NAMED = {"plugins", "markdown_extensions"}  # names with options, as a list or as a mapping
_NAV, _PALETTE = "nav", "theme.palette"


def merge(packaged: str, own: str) -> str:
    """Add a site's own settings to the packaged ones. Raises yaml.YAMLError for what is none."""
    base, over = yaml.compose(packaged, yaml.SafeLoader), yaml.compose(own, yaml.SafeLoader)
    if over is None or base is None:
        return packaged
    if not isinstance(over, yaml.MappingNode):
        raise yaml.YAMLError("it is no list of settings; write key: value lines")
    return yaml.serialize(_merge(base, over, ""), allow_unicode=True)


def _merge(base: yaml.Node, own: yaml.Node, path: str) -> yaml.Node:
    if path == "theme":
        own = _theme(own)
        if _named(own) not in {None, _named(base)}:
            return own  # another theme has other settings
    if path in _NAMED:
        base, own = _by_name(base), _by_name(own)
    if isinstance(base, yaml.MappingNode) and isinstance(own, yaml.MappingNode):
        return _merge_mappings(base, own, path)
    if path == _PALETTE and isinstance(own, yaml.MappingNode) and _is_list(base):
        shades = [_merge(shade, own, f"{path}.") for shade in base.value]
        return yaml.SequenceNode(base.tag, shades)
    if _is_list(base) and _is_list(own):
        is_added = path in _ADDED or (path == _NAV and not _mentions(own, HOME))
        return _extend(base, own) if is_added else own
    return own


def _is_list(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode)


def _merge_mappings(base: yaml.MappingNode, own: yaml.MappingNode, path: str) -> yaml.Node:
    merged = {key.value: (key, value) for key, value in base.value}
    for key, value in own.value:
        inner = f"{path}.{key.value}".lstrip(".")
        known = merged.get(key.value)
        merged[key.value] = (key, _merge(known[1], value, inner) if known else value)
    return yaml.MappingNode(base.tag, list(merged.values()))


def _extend(base: yaml.Node, own: yaml.Node) -> yaml.Node:
    """Append what is not there yet."""
    there = {yaml.serialize(one) for one in base.value}
    new = [one for one in own.value if yaml.serialize(one) not in there]
    return yaml.SequenceNode(base.tag, [*base.value, *new])


def _theme(node: yaml.Node) -> yaml.Node:
    """Give a theme as a mapping; a single word is its name."""
    if not isinstance(node, yaml.ScalarNode):
        return node
    key = yaml.ScalarNode("tag:yaml.org,2002:str", "name")
    return yaml.MappingNode("tag:yaml.org,2002:map", [(key, node)])


def _named(theme: yaml.Node) -> str | None:
    if not isinstance(theme, yaml.MappingNode):
        return None
    return next((str(value.value) for key, value in theme.value if key.value == "name"), None)


def _by_name(node: yaml.Node) -> yaml.Node:
    """Give names with their options as a mapping, from either form that MkDocs allows."""
    if not isinstance(node, yaml.SequenceNode):
        return node
    nothing = yaml.MappingNode("tag:yaml.org,2002:map", [])
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    for item in node.value:
        pairs += item.value if isinstance(item, yaml.MappingNode) else [(item, nothing)]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs)


def _mentions(node: yaml.Node, page: str) -> bool:
    """Tell whether a navigation leads to a page; one with a home of its own is whole."""
    if isinstance(node, yaml.ScalarNode):
        return bool(node.value == page)
    if isinstance(node, yaml.MappingNode):
        return any(_mentions(value, page) for _, value in node.value)
    return any(_mentions(item, page) for item in node.value)
