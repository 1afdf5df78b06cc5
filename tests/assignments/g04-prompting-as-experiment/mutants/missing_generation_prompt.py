"""The text ends after the last message: the model's turn never begins.

loses: render-generation
misconception: missing generation prompt
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    if not messages or messages[0]["role"] != "system":
        messages = [{"role": "system", "content": DEFAULT}, *messages]
    text = "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
    return text
