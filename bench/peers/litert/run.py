"""A TensorFlow Lite model natively, with one thread: `run.py MODEL PIXELS` runs it once for each line it is given, and prints the microseconds."""

import sys
import time

import numpy
from ai_edge_litert.interpreter import Interpreter

model, pixels = sys.argv[1:]
interpreter = Interpreter(model, num_threads=1)
interpreter.allocate_tensors()
given = interpreter.get_input_details()[0]
wanted = interpreter.get_output_details()[0]["index"]
tensor = numpy.fromfile(pixels, dtype=given["dtype"]).reshape(given["shape"])
for _ in sys.stdin:
    started = time.perf_counter()
    interpreter.set_tensor(given["index"], tensor)
    interpreter.invoke()
    interpreter.get_tensor(wanted)
    print(f"{(time.perf_counter() - started) * 1e6:.1f}", flush=True)
