using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>Texts and their labels, read anew, row by row, by each cursor.</summary>
internal sealed class LabelledTextView : IDataView
{
    public const string TextColumn = "Text";
    public const string LabelColumn = "Label";

    private readonly LabelledTexts _texts;

    public LabelledTextView(LabelledTexts texts)
    {
        _texts = texts;
        DataViewSchema.Builder schema = new();
        schema.AddColumn(TextColumn, TextDataViewType.Instance);
        schema.AddColumn(LabelColumn, BooleanDataViewType.Instance);
        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => _texts.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return new Cursor(this, columnsNeeded.ToArray());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly IEnumerator<LabelledText> _rows;

        public Cursor(LabelledTextView view, DataViewSchema.Column[] columns) : base(view.Schema, columns) =>
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
