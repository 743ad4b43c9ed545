using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A view over texts and their labels.</summary>
internal sealed class LabelledTextView(LabelledTexts texts) : FileView((TextColumn, TextDataViewType.Instance), (LabelColumn, BooleanDataViewType.Instance))
{
    public const string TextColumn = "Text";
    public const string LabelColumn = "Label";

    private readonly LabelledTexts _texts = texts;

    public override long? GetRowCount() => _texts.Count;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new Cursor(this, columnsNeeded);

    private sealed class Cursor : RootCursor
    {
        private readonly IEnumerator<LabelledText> _rows;

        public Cursor(LabelledTextView view, DataViewSchema.Column[] columnsNeeded) : base(view.Schema, columnsNeeded) =>
            _rows = view._texts.Read(withTexts: IsColumnActive(Schema[TextColumn])).GetEnumerator();

        protected override bool MoveNextCore() => _rows.MoveNext();

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            column.Name == TextColumn ? (ValueGetter<ReadOnlyMemory<char>>)GetText : (ValueGetter<bool>)GetLabel;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _rows.Dispose();
            }

            base.Dispose(disposing);
        }

        private void GetText(ref ReadOnlyMemory<char> value)
        {
            CheckOnRow();
            value = _rows.Current.Text.AsMemory();
        }

        private void GetLabel(ref bool value)
        {
            CheckOnRow();
            value = _rows.Current.Label;
        }
    }
}
