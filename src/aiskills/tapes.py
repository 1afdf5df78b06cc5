"""Make and check recordings ("tapes") of what a language model answered.

A tape is a JSON file, `datasets/tapes/NAME.json`, made from the committed prompts beside it,
`NAME.prompts.json`. Lessons fall back on it and assignments read nothing else, because floating
point and library versions change the text that a live model writes.

A prompt is a dict with an `id`, an `about` dict that is copied, and one of
- `text`: raw text to continue, or `messages`: a chat, put through the model's chat template;
- `after`: the id of an earlier prompt; its chat and its answer come before this prompt's messages;
and one of
- `max_new_tokens`: generate greedily; the record gets `output`, `tokens`, `logprobs`;
- `options`: score each text as the continuation; the record gets `logprobs`, one list an option.
All log-probabilities are natural logarithms, one a token, rounded to four digits.
"""

import json
import math
import platform
from collections import defaultdict
from datetime import UTC, datetime
from os.path import commonprefix
from pathlib import Path

from aiskills.learn import CourseError, models
from aiskills.learn import tapes as reader
from aiskills.learn.datasets import file_hash

BATCH = 32  # texts at a time, inside 2 GB; in the header, because it can change the last digits
THREADS = 2
DIGITS = 4


def folder():
    """Return the folder of the tapes in a checkout. Raises CourseError where there is none."""
    here = Path(__file__).resolve().parents[2] / "datasets" / "tapes"
    if not here.is_dir():
        raise CourseError("Recordings are made in a checkout of the repository: datasets/tapes is not here.")
    return here


def names():
    """Return the names of all tapes that have prompts, sorted."""
    return sorted(p.name.removesuffix(".prompts.json") for p in folder().glob("*.prompts.json"))


def read_prompts(name):
    """Return the recipe of a tape: {"name", "model", "seed", "prompts"}. Raises CourseError: what is wrong, where."""
    path = folder() / f"{name}.prompts.json"
    if not path.exists():
        raise CourseError(f"There are no prompts for the recording {name!r}. There are: {', '.join(names())}.")
    recipe = json.loads(path.read_text(encoding="utf-8"))
    seen = set()
    for prompt in recipe["prompts"]:
        where = f"{path.name}, prompt {prompt.get('id')!r}:"
        if prompt["id"] in seen:
            raise CourseError(f"{where} two prompts have this id.")
        if ("text" in prompt) == ("messages" in prompt):
            raise CourseError(f"{where} give either text or messages.")
        if ("options" in prompt) == ("max_new_tokens" in prompt):
            raise CourseError(f"{where} give either options or max_new_tokens.")
        if "after" in prompt and prompt["after"] not in seen:
            raise CourseError(f"{where} {prompt['after']!r} must stand before it.")
        seen.add(prompt["id"])
    return recipe


def load_model(path):
    """Load model and tokenizer for recording: 32-bit floats, two threads, padding on the left."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(THREADS)
    tokenizer = AutoTokenizer.from_pretrained(path, padding_side="left")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval(), tokenizer


def generate(model, tokenizer, texts, max_new_tokens):
    """Continue each text greedily. Return a list of {"output", "tokens", "logprobs"}."""
    import torch

    batch = tokenizer(texts, return_tensors="pt", padding=True)
    with torch.inference_mode():
        out = model.generate(
            **batch,
            max_new_tokens=max_new_tokens,
            do_sample=False,
            output_logits=True,
            return_dict_in_generate=True,
            pad_token_id=tokenizer.pad_token_id,
        )
    written = out.sequences[:, batch["input_ids"].shape[1] :]
    logprobs = torch.stack(out.logits, dim=1).log_softmax(-1).gather(2, written[:, :, None])[:, :, 0]
    results = []
    for ids, values in zip(written.tolist(), logprobs.tolist(), strict=True):
        end = ids.index(tokenizer.eos_token_id) if tokenizer.eos_token_id in ids else len(ids)
        results.append(
            {
                "output": tokenizer.decode(ids[:end]),
                "tokens": [tokenizer.decode([i]) for i in ids[:end]],
                "logprobs": [round(v, DIGITS) for v in values[:end]],
            }
        )
    return results


def score(model, tokenizer, pairs):
    """Score continuations. pairs: (text, option) pairs. Return one list of token log-probabilities a pair.

    What the texts have in common at their beginning is read once, and so is a text with several options.
    """
    import torch

    starts = [tokenizer(text)["input_ids"] for text, _ in pairs]
    ends = [tokenizer(option, add_special_tokens=False)["input_ids"] for _, option in pairs]
    shared = len(commonprefix([start[:-1] for start in starts]))
    # The last token of an option is only looked up, never read; a row that begins another row is that row.
    needed = [start[shared:] + end[:-1] for start, end in zip(starts, ends, strict=True)]
    rows = []
    for row in sorted(needed, key=len, reverse=True):
        if not any(kept[: len(row)] == row for kept in rows):
            rows.append(row)
    # Padded on the right: what stands behind a token cannot change its probability.
    padded = torch.tensor([row + [tokenizer.pad_token_id] * (len(rows[0]) - len(row)) for row in rows])
    with torch.inference_mode():
        memory = None
        if shared:
            beginning = model(input_ids=torch.tensor([starts[0][:shared]]), use_cache=True, logits_to_keep=1)
            memory = beginning.past_key_values
            memory.batch_repeat_interleave(len(rows))
        read = model.model(input_ids=padded, past_key_values=memory).last_hidden_state
        home = [next(i for i, kept in enumerate(rows) if kept[: len(row)] == row) for row in needed]
        looked_up = [
            (home[i], len(start) - shared - 1 + j, token)
            for i, (start, end) in enumerate(zip(starts, ends, strict=True))
            for j, token in enumerate(end)
        ]
        row, place, token = torch.tensor(looked_up).T
        # The whole vocabulary only where a token of an option is looked up: elsewhere it would be most of the work.
        logprobs = model.lm_head(read[row, place]).log_softmax(-1).gather(1, token[:, None])
    values = iter(round(value, DIGITS) for value in logprobs[:, 0].tolist())
    return [[next(values) for _ in end] for end in ends]


def record(prompts, model, tokenizer, report=lambda done: None):
    """Answer every prompt. Return the records in the order of the prompts; report(number answered) on the way."""
    chats, records, waiting = {}, {}, list(prompts)
    done = 0
    while waiting:
        # One wave: the prompts whose earlier answer is there. They are batched with others of the same kind.
        wave = [p for p in waiting if p.get("after") is None or p["after"] in records]
        waiting = [p for p in waiting if p not in wave]
        groups = defaultdict(list)
        for prompt in wave:
            text = prompt.get("text")
            if text is None:
                chat = list(prompt["messages"])
                if "after" in prompt:
                    answer = {"role": "assistant", "content": records[prompt["after"]]["output"]}
                    chat = [*chats[prompt["after"]], answer, *chat]
                chats[prompt["id"]] = chat
                text = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
            records[prompt["id"]] = {"id": prompt["id"], "about": prompt.get("about", {}), "prompt": text}
            # Scored texts whose ids agree up to the last slash begin alike: together, that beginning is read once.
            kind = "" if "max_new_tokens" in prompt else prompt["id"].rpartition("/")[0]
            groups[prompt.get("max_new_tokens", 0), kind].append(prompt)
        for (limit, _), group in sorted(groups.items()):
            group.sort(key=lambda p: (len(records[p["id"]]["prompt"]), p["id"]))  # like lengths together
            for batch in (group[i : i + BATCH] for i in range(0, len(group), BATCH)):
                texts = [records[p["id"]]["prompt"] for p in batch]
                if limit:
                    answers = generate(model, tokenizer, texts, limit)
                else:
                    pairs = [(text, option) for text, p in zip(texts, batch, strict=True) for option in p["options"]]
                    values = iter(score(model, tokenizer, pairs))
                    answers = [
                        {"options": p["options"], "logprobs": [next(values) for _ in p["options"]]} for p in batch
                    ]
                for prompt, answer in zip(batch, answers, strict=True):
                    records[prompt["id"]] |= answer
                done += len(batch)
                report(done)
    return [records[p["id"]] for p in prompts]


def make(name, report=lambda done, total: None):
    """Record the tape `name` with the model of the store and write its file. Return the path."""
    import tokenizers
    import torch
    import transformers

    recipe = read_prompts(name)
    model, tokenizer = load_model(models.path(recipe["model"]))
    total = len(recipe["prompts"])
    records = record(recipe["prompts"], model, tokenizer, lambda done: report(done, total))
    header = {
        "name": name,
        "model": recipe["model"],
        "model_sha256": next(
            f["sha256"] for f in models.registry()[recipe["model"]]["files"] if f["name"] == "model.safetensors"
        ),
        "prompts_sha256": file_hash(folder() / f"{name}.prompts.json"),
        "seed": recipe["seed"],
        "decoding": "greedy",
        "dtype": "float32",
        "threads": THREADS,
        "batch": BATCH,
        "made": datetime.now(UTC).date().isoformat(),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__,
        },
    }
    return reader.write_tape(folder() / f"{name}.json", header, records)


def check(name):
    """Return the faults of a committed tape as sentences; an empty list when there is none."""
    recipe, path = read_prompts(name), folder() / f"{name}.json"
    if not path.exists():
        return [f"{path.name} is not there: run `aiskills tapes make {name}`."]
    tape = json.loads(path.read_text(encoding="utf-8"))
    faults = reader.check(path, tape["header"], tape["records"])
    if [r["id"] for r in tape["records"]] != [p["id"] for p in recipe["prompts"]]:
        faults.append(f"{path.name} does not answer each prompt once, in order.")
    for one in tape["records"]:
        values = [v for option in one["logprobs"] for v in option] if "options" in one else one["logprobs"]
        if not all(math.isfinite(v) and v <= 0 for v in values):
            faults.append(f"{path.name}, {one['id']}: a log-probability is not a number at or below 0.")
    return faults


def replay(name, count=16):
    """Ask the live model the first `count` writing prompts of a tape again.

    Return (answers with the same text, answers asked for, largest difference of a log-probability).
    """
    recipe = read_prompts(name)
    tape = json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))
    old = {one["id"]: one for one in tape["records"]}
    some = [p for p in recipe["prompts"] if "options" not in p and "after" not in p][:count]
    new = record(some, *load_model(models.path(recipe["model"])))
    gaps = [abs(a - b) for one in new for a, b in zip(one["logprobs"], old[one["id"]]["logprobs"], strict=False)]
    return sum(one["output"] == old[one["id"]]["output"] for one in new), len(new), max(gaps, default=0.0)
