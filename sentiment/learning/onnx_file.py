"""Writes an ONNX file by hand: the few messages of its format that a graph of ours needs. Knows no model.

Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; wire format: https://protobuf.dev.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

_VERSION, _OPSET, _CONTRIB = 9, 18, "com.microsoft"
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7, "float16": 10}
_FLOAT, _INT, _STRING, _INTS = 1, 2, 3, 7
Attribute = float | int | str | tuple[int, ...]


@dataclass
class Graph:
    """A graph as it grows: nodes in the order they run, and the constants they read."""

    nodes: list[bytes] = field(default_factory=list)
    constants: dict[str, NDArray[Any]] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Keep a constant and return its name."""
        self.constants[name] = np.ascontiguousarray(value)
        return name

    def node(self, kind: str, inputs: Sequence[str], *, outputs: int = 1, ours: bool = False, **said: Attribute) -> str:
        """Add a node and return the name of its first output (`….1`, `….2` are the others').

        `ours` names one of onnxruntime's own operators.
        """
        name = f"{kind}_{len(self.nodes)}"
        made = [name] + [f"{name}.{number}" for number in range(1, outputs)]
        body = b"".join(_text(1, given) for given in inputs) + b"".join(_text(2, given) for given in made)
        body += _text(4, kind) + b"".join(_message(5, _attribute(key, value)) for key, value in said.items())
        self.nodes.append(body + (_text(7, _CONTRIB) if ours else b""))
        return name

    def named(self, name: str, given: str) -> None:
        """Give what a node makes a name of our own, for who reads the graph's outputs."""
        self.nodes.append(_text(1, given) + _text(2, name) + _text(4, "Identity"))


def onnx_bytes(
    graph: Graph, inputs: Mapping[str, tuple[str, Sequence[str | int]]], outputs: Mapping[str, tuple[str, str]]
) -> bytes:
    """Return the file's bytes; `inputs` gives name → (type, dimensions), a dimension being a name or a number.

    `outputs` gives name → (what some node gives, the name of its second dimension): numbers, a row a text.
    """
    for name, (given, _) in outputs.items():
        graph.named(name, given)
    body = b"".join(_message(1, node) for node in graph.nodes) + _text(2, "parvis")
    body += b"".join(_message(5, _constant(name, value)) for name, value in graph.constants.items())
    body += b"".join(_message(11, _value(name, *said)) for name, said in inputs.items())
    body += b"".join(_message(12, _value(name, "float32", ("texts", wide))) for name, (_, wide) in outputs.items())
    opsets = [_number(2, _OPSET), _text(1, _CONTRIB) + _number(2, 1)]
    head = _number(1, _VERSION) + _text(2, "parvis")
    return head + _message(7, body) + b"".join(_message(8, opset) for opset in opsets)


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, _STRING)
    if isinstance(value, float):
        return _text(1, name) + _tag(2, 5) + struct.pack("<f", value) + _number(20, _FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _INT)
    return _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _INTS)


def _constant(name: str, value: NDArray[Any]) -> bytes:
    sizes = b"".join(_number(1, size) for size in value.shape)
    return sizes + _number(2, _TYPES[value.dtype.name]) + _text(8, name) + _message(9, value.tobytes())


def _value(name: str, kind: str, dimensions: Sequence[str | int]) -> bytes:
    said = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in dimensions)
    shape = b"".join(_message(1, size) for size in said)
    return _text(1, name) + _message(2, _message(1, _number(1, _TYPES[kind]) + _message(2, shape)))


def _tag(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _number(number: int, value: int) -> bytes:
    return _tag(number, 0) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)  # negative ones in two's complement


def _text(number: int, value: str) -> bytes:
    return _message(number, value.encode())


def _message(number: int, body: bytes) -> bytes:
    return _tag(number, 2) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
