"""Asks the wasip1 module one document: python host.py embed.wasm"""
import json, os, sys, tempfile
from wasmtime import Engine, ExitTrap, Linker, Module, Store, WasiConfig

engine = Engine()
module = Module.from_file(engine, sys.argv[1])  # once; it is compiled here
linker = Linker(engine)
linker.define_wasi()

def vicinia(**question):
    """One question, one answer. The module sees no folder, no network and no environment of yours."""
    question = {"schema": "vicinia/embed/1", **question}
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = os.path.join(folder, "in"), os.path.join(folder, "out")
        with open(asked, "w", encoding="utf-8") as f:
            json.dump(question, f)
        wasi = WasiConfig()
        wasi.stdin_file, wasi.stdout_file = asked, answered
        store = Store(engine)
        store.set_wasi(wasi)
        try:
            linker.instantiate(store, module).exports(store)["_start"](store)
        except ExitTrap as end:
            if end.code != 0:
                raise
        with open(answered, encoding="utf-8") as f:
            return json.load(f)

votes = "option,votes\nA,60000\nB,30000\nC,8000\nD,2000\n"
answer = vicinia(command="tally", rule="dhondt", seats=7, files={"votes.csv": votes})
print(answer["result"]["allocation"])  # {'A': 5, 'B': 2, 'C': 0, 'D': 0}

answer = vicinia(command="tally", rule="dhondt", seats=7, files={"votes.csv": "option,votes\nA,many\n"})
print(answer["faults"])
