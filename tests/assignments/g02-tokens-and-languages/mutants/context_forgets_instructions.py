"""The instructions take no room.

loses: cost-context
misconception: instructions are free
"""
# %% cost-answer
def monthly_cost(messages, question, answer, instructions, price_in, price_out, premium):
    """Bill of one month in dollars."""
    tokens_in = instructions + question * premium
    tokens_out = answer * premium
    return messages * (tokens_in * price_in + tokens_out * price_out) / 1_000_000


def turns_that_fit(window, question, answer, instructions, premium):
    """Whole turns of question and answer that fit into the window."""
    return max(0, int(window // ((question + answer) * premium)))
