"""The tests keep what cmfacts keeps between starts in a folder of their own."""

import atexit
import os
import shutil
import tempfile

# Before any module makes an Extractor; the commands that tests run inherit it.
os.environ["CMFACTS_CACHE"] = tempfile.mkdtemp(prefix="cmfacts-tests-")
atexit.register(shutil.rmtree, os.environ["CMFACTS_CACHE"], ignore_errors=True)
