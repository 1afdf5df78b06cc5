"""Make the tokenizer files of SmolLM2 again from its GGUF: `python datasets/models/make_tokenizer.py FILE.gguf`.

The GGUF carries the vocabulary, the merges and the chat template. The text is cut first into single digits, then
by the byte-level rule: that is what the file means by the name "smollm". (transformers' own reading of GGUF
leaves out the digits step, so it splits runs of spaces before a number in another way.)
"""

import gzip
import json
import sys
from pathlib import Path

from gguf import GGUFReader

HERE = Path(__file__).parent
BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}


def main(source: Path) -> None:
    """Write tokenizer.json.gz and tokenizer_config.json beside this file."""
    reader = GGUFReader(source)

    def field(name):
        return reader.get_field(f"tokenizer.{name}").contents()

    assert field("ggml.model") == "gpt2" and field("ggml.pre") == "smollm"
    tokens = field("ggml.tokens")
    special = [number for number, kind in enumerate(field("ggml.token_type")) if kind == 3]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": number, "content": tokens[number], **flags} for number in special],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "Digits", "individual_digits": True}, BYTE_LEVEL],
        },
        "post_processor": None,
        "decoder": {**BYTE_LEVEL, "add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": field("ggml.merges"),
        },
    }
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[field("ggml.bos_token_id")],
        "eos_token": tokens[field("ggml.eos_token_id")],
        "pad_token": tokens[field("ggml.padding_token_id")],
        "unk_token": tokens[field("ggml.unknown_token_id")],
        "clean_up_tokenization_spaces": False,
        "model_max_length": reader.get_field("llama.context_length").contents(),
        "chat_template": field("chat_template"),
    }
    folder = HERE / "smollm2-tokenizer"
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")).encode()
    # No time and no file name in the gz, so that it is the same each time.
    (folder / "tokenizer.json.gz").write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
