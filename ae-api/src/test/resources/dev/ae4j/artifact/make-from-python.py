"""Writes from-python.safetensors: a model file by another writer, after docs/model-file.md.

Needs the Python packages numpy and safetensors.
"""

import hashlib
import json
import struct
import sys

import numpy
from safetensors.numpy import save

W = {"op": "parameter", "name": "w", "shape": [3, 1]}
V = {"op": "parameter", "name": "v", "shape": [1, 3]}
SAMPLES = {"op": "input", "name": "samples", "shape": ["N", 3]}
CODE = {"op": "input", "name": "code", "shape": ["N", 1]}


def mat_mul(a, b):
    return {"op": "matMul", "inputs": [a, b], "transposeA": False, "transposeB": False}


dense = {"id": "dense", "options": {"activation": "relu"}}
loss = {"id": "mse", "options": {}}
metadata = {
    "spec": {"sampleShape": [3], "loss": loss, "decoder": dense, "encoder": dense, "codeSize": 1},
    "encode": {"outputs": {"code": 2}, "nodes": [W, SAMPLES, mat_mul(1, 0)]},
    "decode": {"outputs": {"reconstruction": 2}, "nodes": [CODE, V, mat_mul(0, 1)]},
    "reconstruct": {
        "nodes": [V, W, SAMPLES, mat_mul(2, 1), mat_mul(3, 0)],
        "outputs": {"reconstruction": 4},
    },
    "provenance": {"written by": "Python \u2713"},
}
metadata = {name: json.dumps(value, indent=1) for name, value in metadata.items()}
metadata |= {"sha256": "0" * 64, "version": "1", "format": "ae4j-model"}
w = numpy.array([[1], [2], [3]], numpy.float32)
v = numpy.array([[4, 5, 6]], numpy.float32)
model = save({"w": w, "v": v}, metadata)
# The order of the metadata is random; one that is always the same keeps the file the same
size = struct.unpack("<Q", model[:8])[0]
header = json.loads(model[8 : 8 + size])
header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
model = struct.pack("<Q", len(text)) + text + model[8 + size :]

digest = hashlib.sha256(model).hexdigest().encode()
with open(sys.argv[1], "wb") as file:
    file.write(model.replace(b"0" * 64, digest, 1))
