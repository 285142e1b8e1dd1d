"""Parts of the benchmark ``consensus``. Every process that loads one computes on one thread unless it makes more."""

import os

# Before NumPy is loaded.
for _library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
