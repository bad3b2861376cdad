"""The workloads of `ae benchmark` in PyTorch, with the settings that are fastest on a CPU.

Prints the figures of a workload as one JSON object. Usage: pytorch.py WORKLOAD [--epochs N]
[--threads N]; needs torch and numpy.
"""

import argparse
import gzip
import json
import pathlib
import statistics
import time

import numpy as np
import torch
from torch import nn

EPOCHS = {"dense": 10, "conv": 2, "tiny": 100, "deep": 3, "infer": 1}


def digits(name):
    root = pathlib.Path(__file__).resolve().parents[2]
    path = root / "ae-datasets/src/main/resources/dev/ae4j/datasets/mnist" / name
    with gzip.open(path) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16)
    return torch.from_numpy(pixels.reshape(-1, 784).astype(np.float32) / 255)


def dense(*sizes):
    layers = []
    for before, after in zip(sizes, sizes[1:]):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class ChannelsLast(nn.Module):
    def forward(self, x):
        return x.contiguous(memory_format=torch.channels_last)


def conv():
    def layer(before, after):
        return [nn.Conv2d(before, after, 3, padding=1), ChannelsLast(), nn.ReLU()]

    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        *layer(1, 32),
        nn.MaxPool2d(2),
        *layer(32, 16),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(784, 32),
        nn.ReLU(),
        nn.Linear(32, 784),
        nn.ReLU(),
        nn.Unflatten(1, (16, 7, 7)),
        ChannelsLast(),
        *layer(16, 16),
        nn.Upsample(scale_factor=2),
        *layer(16, 32),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(32, 1, 3, padding=1),
        nn.Flatten(),
    ).to(memory_format=torch.channels_last)


def network(workload):
    """Returns a network without its last sigmoid, its loss, its data and the batch size."""
    if workload == "tiny":
        return dense(10, 64, 5, 64, 10), "mse", torch.rand(100, 10), 1
    x = digits("train-images-idx3-ubyte.gz")
    if workload == "conv":
        return conv(), "bce", x, 128
    if workload == "deep":
        return dense(784, 1000, 500, 250, 30, 250, 500, 1000, 784), "bce", x, 256
    return dense(784, 32, 784), "mse", x, 256


def train(workload, epochs):
    torch.manual_seed(1)
    net, loss, x, batch = network(workload)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, fused=True)
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        order = torch.randperm(len(x))
        for first in range(0, len(x), batch):
            images = x[order[first : first + batch]]
            optimizer.zero_grad()
            logits = net(images)
            if loss == "bce":
                value = nn.functional.binary_cross_entropy_with_logits(logits, images)
            else:
                value = nn.functional.mse_loss(torch.sigmoid(logits), images)
            value.backward()
            optimizer.step()
        seconds.append(time.perf_counter() - start)
    steps = -(-len(x) // batch)
    median = statistics.median(seconds[len(seconds) // 3 :])
    return {
        "median_seconds_per_epoch": median,
        "median_microseconds_per_step": median / steps * 1e6,
        "first_epoch_seconds": seconds[0],
        "seconds_per_epoch": seconds,
        "loss": value.item(),
    }


def infer():
    x = digits("train-images-idx3-ubyte.gz")
    encoder = nn.Sequential(nn.Linear(784, 32), nn.ReLU())
    with torch.inference_mode():
        times = []
        for size, calls in ((1, 20_000), (256, 2_000)):
            images = x[:size]
            own = []
            for _ in range(2 * calls):
                start = time.perf_counter_ns()
                encoder(images)
                own.append(time.perf_counter_ns() - start)
            times.append(sorted(own[calls:]))
    one, batch = times
    return {
        "p50_microseconds": one[len(one) // 2] * 1e-3,
        "p99_microseconds": one[len(one) // 100 * 99] * 1e-3,
        "images_per_second": 256e9 / statistics.median(batch),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=EPOCHS)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    torch.set_flush_denormal(True)  # without it the convolutions take longer by half
    if options.threads:
        torch.set_num_threads(options.threads)
    if options.workload == "tiny":
        torch.set_num_threads(1)  # more only make it slower
    if options.workload == "infer":
        figures = infer()
    else:
        figures = train(options.workload, options.epochs or EPOCHS[options.workload])
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads(), **figures}))


if __name__ == "__main__":
    main()
