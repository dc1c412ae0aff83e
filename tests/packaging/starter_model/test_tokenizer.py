"""The tokenizer of the starter model encodes any text."""


def test_any_text_in_any_script_can_be_encoded(starter_model, tiny_model) -> None:
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(starter_model / "tokenizer")
    assert tokenizer.tokenize("A Red heart") == ["a</w>", "red</w>", "heart</w>"]
    for text in ("", "ประเทศไทย", "👩‍👩‍👧", "日本語", "a\u202eb", "x" * 5000):
        tokens = tokenizer(text, truncation=True).input_ids
        assert len(tokens) <= 77
        assert max(tokens) < 1024
