using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A view over the lines of a text file.</summary>
internal sealed class TextLineView(string path, Encoding? encoding) : FileView((LabelledTextView.TextColumn, TextDataViewType.Instance))
{
    private readonly string _path = path;
    private readonly Encoding? _encoding = encoding;

    public override long? GetRowCount() => null;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new Cursor(this, columnsNeeded);

    private sealed class Cursor(TextLineView view, DataViewSchema.Column[] columnsNeeded) : RootCursor(view.Schema, columnsNeeded)
    {
        private readonly TextFile _file = new(view._path, view._encoding);
        private string? _line;

        protected override bool MoveNextCore() => (_line = _file.ReadLine()) is not null;

        protected override Delegate CreateGetter(DataViewSchema.Column column) => (ValueGetter<ReadOnlyMemory<char>>)GetText;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _file.Dispose();
            }

            base.Dispose(disposing);
        }

        private void GetText(ref ReadOnlyMemory<char> value)
        {
            CheckOnRow();
            value = _line.AsMemory();
        }
    }
}
