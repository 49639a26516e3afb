"""The blocks of a page's text. Every block but a heading is one numbered paragraph with an anchor of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]
INLINE_TEXT = ["bold", "italic", "link"]
ADDRESS_LETTERS = r"^[A-Za-z0-9][A-Za-z0-9.-]*$"


class HeadingBlock(blocks.StructBlock):
    """A heading; it divides the text and is listed under contents."""

    text = blocks.CharBlock(label=_("Heading"), max_length=150)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "content/blocks/heading.html"


class CalloutBlock(blocks.StructBlock):
    """Something the reader must not miss."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("important", _("Important")), ("law", _("The law says"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "content/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label=_("What to do"), max_length=150)
    text = blocks.RichTextBlock(label=_("How"), features=RICH_TEXT, required=False)


class StepsBlock(blocks.StructBlock):
    """Things to do in order."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=150)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "content/blocks/steps.html"


class StandardReferenceBlock(blocks.StructBlock):
    """A standard, by the words of its address; without an edition, whatever edition is in force."""

    set = blocks.RegexBlock(regex=r"^[a-z0-9-]+$", label=_("Set"), help_text=_("As in its address: whole-home."))
    code = blocks.RegexBlock(regex=ADDRESS_LETTERS, label=_("Code"), help_text=_("As printed: 3.2."))
    edition = blocks.IntegerBlock(label=_("Edition"), required=False, min_value=1)
    note = blocks.CharBlock(label=_("Why it matters here"), required=False, max_length=300)

    class Meta:
        icon = "link"
        label = _("Related standard")
        template = "content/blocks/standard.html"


class DecisionReferenceBlock(blocks.StructBlock):
    """A decision, by its number in the public register."""

    number = blocks.RegexBlock(
        regex=ADDRESS_LETTERS, label=_("Number"), help_text=_("As in the register of decisions.")
    )
    note = blocks.CharBlock(label=_("Why it matters here"), required=False, max_length=300)

    class Meta:
        icon = "link"
        label = _("Related decision")
        template = "content/blocks/decision.html"


class DocumentBlock(blocks.StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("Document"))
    summary = blocks.CharBlock(label=_("What it is"), required=False, max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "content/blocks/document.html"


class EasyReadBlock(blocks.StructBlock):
    """The same in easy read: short sentences, one thought each."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=150)
    sentences = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Sentences"), min_num=1)

    class Meta:
        icon = "openquote"
        label = _("Easy read")
        template = "content/blocks/easy_read.html"


class DataTableBlock(TypedTableBlock):
    """A table with a caption; without one, a reader who hears the page does not know what it holds."""

    def clean(self, value: Any) -> Any:
        """Refuse a table without a caption."""
        value = super().clean(value)
        if not value.caption:
            raise ValidationError(_("Give the table a caption that says what it shows."))
        return value

    class Meta:
        icon = "table"
        label = _("Table")
        template = "content/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=RICH_TEXT, icon="pilcrow", template="content/blocks/paragraph.html"
    )
    callout = CalloutBlock()
    steps = StepsBlock()
    table = DataTableBlock(
        [
            ("text", blocks.CharBlock(required=False)),
            ("rich_text", blocks.RichTextBlock(features=INLINE_TEXT)),
        ]
    )
    standard = StandardReferenceBlock()
    decision = DecisionReferenceBlock()
    document = DocumentBlock()
    easy_read = EasyReadBlock()
