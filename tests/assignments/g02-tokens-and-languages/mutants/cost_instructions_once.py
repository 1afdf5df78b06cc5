"""Instructions are paid once a month only.

loses: cost-bill
misconception: instructions are sent once
"""
# %% cost-answer
def monthly_cost(messages, question, answer, instructions, price_in, price_out, premium):
    """Bill of one month in dollars."""
    tokens_in = instructions + question * premium
    tokens_out = answer * premium
    return (
        instructions * price_in + messages * (question * premium * price_in + tokens_out * price_out)
    ) / 1_000_000


def turns_that_fit(window, question, answer, instructions, premium):
    """Whole turns of question and answer that fit into the window."""
    return max(0, int((window - instructions) // ((question + answer) * premium)))
