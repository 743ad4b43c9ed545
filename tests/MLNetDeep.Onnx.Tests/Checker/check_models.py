"""Checks ONNX models with onnx's own checker, and with strict inference of shapes and types if "strict" is said.

Usage: check_models.py FOLDER [strict]
Writes "FILE: reason" for each model in the folder that is not valid, then "N models, M not valid".
"""
import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
strict = sys.argv[2:] == ["strict"]
invalid = 0
for file in files:
    try:
        onnx.checker.check_model(onnx.load(file), full_check=strict)
    except Exception as error:  # The checker, the inference and the reader have types of their own.
        invalid += 1
        print(f"{file.name}: {' '.join(str(error).split())}")
print(f"{len(files)} models, {invalid} not valid")
