"""Writes the network of a saved hybrid model as ONNX files, for the benchmarks that compare with ONNX Runtime.

    python export_onnx.py MODEL_FOLDER OUT_FOLDER

whole.onnx  inputs  user   [1, user inputs]      the request's row
                    items  [n, item inputs]      the catalog
                    pairs  [n, pair columns]     absent where the model has none
                    biases [n]                   the items' own
            output  ratings [n], before clipping to the scale
dense.onnx  input   first  [n, hidden]           the first layer's sums
            output  ratings [n], what the layers alone say

docs/model-format.md says what the weights mean. Only the rating is exported: ONNX Runtime computes one output, the library two.
"""

import json
import pathlib
import struct
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TYPES = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64, "U8": np.uint8}


def read_safetensors(path):
    raw = path.read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    data = memoryview(raw)[8 + length :]
    return {
        name: np.frombuffer(data[slice(*t["data_offsets"])], TYPES[t["dtype"]]).reshape(t["shape"])
        for name, t in header.items()
    }


class Network:
    """The weights of a bundle's rating output; matrices are outputs x inputs."""

    def __init__(self, folder):
        self.manifest = json.loads((folder / "manifest.json").read_text())
        self.tensors = read_safetensors(folder / "model.safetensors")
        outputs = self.manifest["model"]["outputs"]
        self.rating = next(int(place) for place, output in outputs.items() if output == "rating")
        self.outputs = len(outputs)
        self.size = self.manifest["model"]["embeddingSize"]
        self.biases = self._layer_biases()
        self.weights = self._layer_weights()
        self.pair_inputs = self._columns("pair")
        self.user_inputs = self.size + self._categories("user") + self._columns("user", "context")
        self.item_inputs = self.weights[0].shape[1] - self.user_inputs - self.pair_inputs

    def weight(self, name):
        return self.tensors.get("weight." + name)

    def beside(self, name, width):
        """The rating's row of a matrix beside the layers, zeros where the model has none."""
        matrix = self.weight(name)
        return np.zeros(width, np.float32) if matrix is None else matrix.reshape(self.outputs, -1)[self.rating]

    def _layer_biases(self):
        biases = []
        while (bias := self.weight(f"layer.{len(biases)}.bias")) is not None:
            biases.append(bias)
        biases[-1] = biases[-1][self.rating :][:1]
        return biases

    def _layer_weights(self):
        weights = []
        for layer in range(len(self.biases)):
            rows = len(self.weight(f"layer.{layer}.bias"))
            weights.append(self.weight(f"layer.{layer}.weight").reshape(rows, -1))
        weights[-1] = weights[-1][self.rating :][:1]
        return weights

    def _features(self, *parts):
        return [f for f in self.manifest["model"]["features"]["features"] if f["part"] in parts]

    def _values(self, feature):
        side = "item" if feature["part"] == "item" else "user"
        wanted = f"{side}.{feature['of']}"
        return next(v["values"] for v in self.manifest["model"]["features"]["values"] if v["attribute"] == wanted)

    def _columns(self, *parts):
        features = [f for f in self._features(*parts) if f["type"] != "category"]
        return sum(len(self._values(f)) if f["type"] == "terms" else 1 for f in features)

    def _categories(self, part):
        categories = [f for f in self._features(part) if f["type"] == "category"]
        return sum(
            len(self.weight(f"{part}.category.{n}")) // (len(self._values(f)) + 1) for n, f in enumerate(categories)
        )


class Graph:
    """An ONNX graph while it is put together."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, array):
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind, *inputs, **attributes):
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def layer(self, network, layer, value):
        weight, bias = self.constant(network.weights[layer]), self.constant(network.biases[layer])
        return self.add("Gemm", value, weight, bias, transB=1)

    def upper_layers(self, network, value):
        """The layers after the first, from its sums on, as one number a row."""
        for layer in range(1, len(network.weights)):
            value = self.layer(network, layer, self.add("Relu", value))
        return self.add("Reshape", value, self.constant(np.array([-1], np.int64)))

    def save(self, path, inputs, result):
        self.nodes.append(helper.make_node("Identity", [result], ["ratings"]))
        graph = helper.make_graph(
            self.nodes,
            path.stem,
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
            [helper.make_tensor_value_info("ratings", TensorProto.FLOAT, ["n"])],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)


def whole(network, path):
    graph = Graph()
    inputs = {"user": [1, network.user_inputs], "items": ["n", network.item_inputs]}
    count = graph.add("Slice", graph.add("Shape", "items"), *(graph.constant(np.array([i], np.int64)) for i in (0, 1)))
    width = graph.constant(np.array([network.user_inputs], np.int64))
    parts = [graph.add("Expand", "user", graph.add("Concat", count, width, axis=0)), "items"]
    if network.pair_inputs:
        inputs["pairs"] = ["n", network.pair_inputs]
        parts.append("pairs")
    inputs["biases"] = ["n"]
    hidden = graph.upper_layers(network, graph.layer(network, 0, graph.add("Concat", *parts, axis=1)))
    graph.save(path, inputs, graph.add("Add", hidden, beside(network, graph)))


def beside(network, graph):
    """What comes to the layers' rating: linear terms, the product terms and the items' own.

    Product and linear terms are one product of the catalog with a column, the best form of them.
    """
    linear = network.beside("linear.weight", network.user_inputs + network.item_inputs)
    product = np.zeros((network.user_inputs, network.item_inputs), np.float32)
    np.fill_diagonal(product[: network.size, : network.size], network.beside("product.weight", network.size))
    if (bilinear := network.weight("bilinear.weight")) is not None:
        share = network.beside("bilinear.share", 1)
        product[: network.size, : network.size] += share * bilinear.reshape(network.size, network.size)
    of_user = graph.add("MatMul", "user", graph.constant(linear[: network.user_inputs, None]))
    column = graph.add("Gemm", "user", graph.constant(product), graph.constant(linear[network.user_inputs :]))
    column = graph.add("Reshape", column, graph.constant(np.array([-1, 1], np.int64)))
    of_items = graph.add("Add", graph.add("MatMul", "items", column), of_user)
    return graph.add("Add", graph.add("Reshape", of_items, graph.constant(np.array([-1], np.int64))), "biases")


def dense(network, path):
    graph = Graph()
    graph.save(path, {"first": ["n", len(network.biases[0])]}, graph.upper_layers(network, "first"))


def main(arguments):
    if len(arguments) != 2:
        sys.exit("usage: export_onnx.py MODEL_FOLDER OUT_FOLDER")
    model, out = map(pathlib.Path, arguments)
    network = Network(model)
    out.mkdir(parents=True, exist_ok=True)
    whole(network, out / "whole.onnx")
    dense(network, out / "dense.onnx")
    shape = "-".join(str(len(bias)) for bias in network.biases)
    print(f"{out}: {network.user_inputs} + {network.item_inputs} + {network.pair_inputs} inputs, layers {shape}")


if __name__ == "__main__":
    main(sys.argv[1:])
