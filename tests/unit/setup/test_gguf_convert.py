"""The conversion from GGUF gives what transformers' own reading gives, on a small model made here."""

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFWriter, quantize

from aiskills.learn.gguf_convert import bfloat16, convert, llama_name

HIDDEN, HEADS, KEY_HEADS, INNER, WORDS = 64, 4, 2, 96, 32


@pytest.fixture
def gguf_file(tmp_path):
    """A Llama of one layer with random weights in 4-bit blocks."""
    rng = np.random.default_rng(0)
    writer = GGUFWriter(tmp_path / "small.gguf", "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(WORDS)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list([chr(ord("A") + i) for i in range(WORDS)])
    writer.add_token_merges(["A B"])
    key = HIDDEN // HEADS * KEY_HEADS
    blocks = {
        "token_embd": (WORDS, HIDDEN),
        "blk.0.attn_q": (HIDDEN, HIDDEN),
        "blk.0.attn_k": (key, HIDDEN),
        "blk.0.attn_v": (key, HIDDEN),
        "blk.0.attn_output": (HIDDEN, HIDDEN),
        "blk.0.ffn_gate": (INNER, HIDDEN),
        "blk.0.ffn_up": (INNER, HIDDEN),
        "blk.0.ffn_down": (HIDDEN, INNER),
    }
    for name, shape in blocks.items():
        weight = quantize(rng.normal(size=shape).astype(np.float32), GGMLQuantizationType.Q8_0)
        writer.add_tensor(f"{name}.weight", weight, raw_dtype=GGMLQuantizationType.Q8_0)
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        writer.add_tensor(f"{name}.weight", rng.normal(size=HIDDEN).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return tmp_path / "small.gguf"


def test_the_conversion_agrees_with_transformers(gguf_file, tmp_path):
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    convert(gguf_file, tmp_path / "mine.safetensors")
    mine = load_file(tmp_path / "mine.safetensors")
    theirs = AutoModelForCausalLM.from_pretrained(gguf_file.parent, gguf_file=gguf_file.name, dtype=torch.float32)
    for name, weight in theirs.state_dict().items():
        if name in mine or name != "lm_head.weight":  # tied to the embedding
            assert torch.equal(mine[name], weight.to(torch.bfloat16)), name


def test_the_file_is_the_same_each_time(gguf_file, tmp_path):
    ticks = []
    convert(gguf_file, tmp_path / "one.safetensors", lambda done, of: ticks.append((done, of)))
    convert(gguf_file, tmp_path / "two.safetensors")
    assert (tmp_path / "one.safetensors").read_bytes() == (tmp_path / "two.safetensors").read_bytes()
    assert ticks[-1] == (11, 11)


def test_another_kind_of_model_is_refused(tmp_path):
    writer = GGUFWriter(tmp_path / "other.gguf", "bert")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(ValueError, match="other.gguf is not a Llama model"):
        convert(tmp_path / "other.gguf", tmp_path / "out")


def test_rounding_goes_to_the_nearest_even():
    values = np.array([1.0, 1.00390625, 1.01171875, -2.5, 0.0], dtype=np.float32)  # the 2nd and 3rd are ties
    back = (bfloat16(values).astype(np.uint32) << 16).view(np.float32)
    assert back.tolist() == [1.0, 1.0, 1.015625, -2.5, 0.0]


def test_names_of_tensors():
    assert llama_name("blk.12.attn_q.weight") == "model.layers.12.self_attn.q_proj.weight"
    assert llama_name("token_embd.weight") == "model.embed_tokens.weight"
    with pytest.raises(KeyError):
        llama_name("pooler.weight")
