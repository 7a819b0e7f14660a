"""Turn a syntax tree into one Python closure.

Each kind of node has a function that returns `code(run, frame)`. Nothing is ever handed to Python's
own compiler, and no attribute of a host value is read.
"""

from engine.feel.compiler import functions, literals, loops, names, operators, paths, tests
from engine.feel.compiler.core import Compiler

__all__ = ["Compiler", "functions", "literals", "loops", "names", "operators", "paths", "tests"]
