"""Writes the TypeScript types of the messages from their one definition: `python -m commonweal.sync.typescript`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
from msgspec import inspect

from commonweal.sync import messages

TARGET = Path(__file__).resolve().parents[3] / "frontend" / "store" / "messages.ts"
CONSTANTS = ("VERSION", "MAX_FRAME", "MAX_CHANGES")
UNIONS = ("Change", "FromClient", "FromServer")
HEAD = "// Every message on the wire. Written from src/commonweal/sync/messages.py by `make types`; do not edit."
SCALARS: dict[type[inspect.Type], str] = {
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.StrType: "string",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.AnyType: "unknown",
}


def typescript() -> str:
    """The whole file."""
    constants = "\n".join(f"export const {name} = {getattr(messages, name)};" for name in CONSTANTS)
    parts = [HEAD, constants, *map(_interface, _structs()), *map(_union, UNIONS)]
    return "\n\n".join(parts) + "\n"


def _structs() -> Iterator[type[msgspec.Struct]]:
    """The message structs in the order in which they are written down."""
    for found in vars(messages).values():
        if isinstance(found, type) and issubclass(found, msgspec.Struct) and found is not msgspec.Struct:
            yield found


def _interface(struct: type[msgspec.Struct]) -> str:
    info = cast(inspect.StructType, inspect.type_info(struct))
    words = " ".join((struct.__doc__ or "").split())
    lines = [f"/** {words} */", f"export interface {struct.__name__} {{"]
    if info.tag_field:
        lines.append(f'  {info.tag_field}: "{info.tag}";')
    for field in info.fields:
        mark = "" if field.required else "?"
        lines.append(f"  {field.encode_name}{mark}: {_type(field.type)};")
    return "\n".join([*lines, "}"])


def _union(name: str) -> str:
    members = " | ".join(member.__name__ for member in getattr(messages, name).__args__)
    return f"export type {name} = {members};"


def _type(found: inspect.Type) -> str:
    """One type as TypeScript says it. Raises `TypeError` for a type that no message has had so far."""
    if type(found) in SCALARS:
        return SCALARS[type(found)]
    if isinstance(found, inspect.StructType):
        return found.cls.__name__
    if isinstance(found, inspect.UnionType):
        return " | ".join(_type(one) for one in found.types)
    if isinstance(found, inspect.ListType):
        inner = _type(found.item_type)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if isinstance(found, inspect.TupleType):
        return f"[{', '.join(_type(one) for one in found.item_types)}]"
    if isinstance(found, inspect.DictType):
        return f"Record<{_type(found.key_type)}, {_type(found.value_type)}>"
    raise TypeError(f"No TypeScript is known for {found!r}; add it to {__file__}.")


def main(arguments: list[str] | None = None) -> int:
    """Writes the file, or with `--check` says whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is stale")
    if parser.parse_args(arguments).check:
        return _check()
    TARGET.write_text(typescript(), encoding="utf-8")
    return 0


def _check() -> int:
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == typescript():
        return 0
    print(f"{TARGET.name} is older than the messages in Python. Run 'make types'.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
