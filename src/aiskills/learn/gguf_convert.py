"""Turns a Llama model in GGUF (4-bit blocks) into a safetensors file in bfloat16 that transformers loads in seconds.

Why not through transformers, which reads GGUF too: its result changes with its version and needs PyTorch. This
conversion is plain arithmetic on arrays, so the file has the same bytes on every system and can be checked by hash.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

# Names in GGUF and in transformers' LlamaForCausalLM, inside layer N ("blk.N." and "model.layers.N.").
_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_TOP = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def llama_name(gguf_name: str) -> str:
    """Return the transformers name of a tensor, for example `blk.3.attn_q.weight` -> `model.layers.3.self_attn...`.

    Raises KeyError for a tensor that a Llama model does not have.
    """
    parts = gguf_name.split(".")
    if parts[0] == "blk":
        return f"model.layers.{parts[1]}.{_LAYER[parts[2]]}.{parts[3]}"
    return f"{_TOP[parts[0]]}.{parts[1]}"


def bfloat16(array):
    """Round a float32 array to bfloat16, to the nearest even; returns its bits as uint16 of the same shape."""
    import numpy as np

    bits = np.ascontiguousarray(array, dtype=np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def _rotary_order(weight, heads: int):
    # GGUF keeps the rows of query and key in the order of pairs; transformers wants the two halves of each head.
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def convert(source: Path, target: Path, tick: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Write the tensors of GGUF file `source` to `target` as safetensors (bfloat16); `tick(done, of)` counts tensors.

    Raises ValueError with one sentence if `source` is not a Llama model in GGUF.
    """
    import numpy as np
    from gguf import GGUFReader, dequantize

    reader = GGUFReader(source)
    architecture = reader.get_field("general.architecture")
    if architecture is None or architecture.contents() != "llama":
        raise ValueError(f"{source.name} is not a Llama model; only such models can be prepared here.")
    heads = int(reader.get_field("llama.attention.head_count").contents())
    key_heads = int(reader.get_field("llama.attention.head_count_kv").contents())
    tensors = sorted((llama_name(tensor.name), tensor) for tensor in reader.tensors)

    header: dict = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, tensor in tensors:
        shape = [int(n) for n in reversed(tensor.shape)]  # GGUF lists the fastest dimension first
        size = 2 * int(np.prod(shape))
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the format wants the data aligned to eight bytes
    with target.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for done, (name, tensor) in enumerate(tensors, start=1):
            weight = dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
            weight = weight.reshape(header[name]["shape"])
            if name.endswith("q_proj.weight"):
                weight = _rotary_order(weight, heads)
            elif name.endswith("k_proj.weight"):
                weight = _rotary_order(weight, key_heads)
            out.write(bfloat16(weight).tobytes())
            tick(done, len(tensors))
