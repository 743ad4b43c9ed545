using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A view over the images and labels in two IDX files.</summary>
internal sealed class IdxView(IdxFile images, IdxFile labels) : FileView(
    (ImageColumn, new VectorDataViewType(NumberDataViewType.Byte, images.ItemShape)), (LabelColumn, NumberDataViewType.Byte))
{
    public const string ImageColumn = "Image";
    public const string LabelColumn = "Label";

    private readonly IdxFile _images = images;
    private readonly IdxFile _labels = labels;

    public override long? GetRowCount() => _images.Count;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new Cursor(this, columnsNeeded);

    private sealed class Cursor : RootCursor, IByteRow
    {
        private readonly IdxFile.ItemReader? _images;
        private readonly IdxFile.ItemReader? _labels;
        private readonly int _rowCount;
        private int _rowsRead;

        public Cursor(IdxView view, DataViewSchema.Column[] columnsNeeded) : base(view.Schema, columnsNeeded)
        {
            _rowCount = view._images.Count;
            if (IsColumnActive(Schema[ImageColumn]))
            {
                _images = view._images.ReadItems();
            }

            if (IsColumnActive(Schema[LabelColumn]))
            {
                _labels = view._labels.ReadItems();
            }
        }

        protected override bool MoveNextCore()
        {
            if (_rowsRead == _rowCount)
            {
                return false;
            }

            _images?.MoveNext();
            _labels?.MoveNext();
            _rowsRead++;
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            column.Name == ImageColumn ? (ValueGetter<VBuffer<byte>>)new ImageReader(this).Get : (ValueGetter<byte>)GetLabel;

        public IByteReader? GetByteReader(DataViewSchema.Column column)
        {
            RowChecks.CheckActiveArgument(this, column);
            return column.Name == ImageColumn ? new ImageReader(this) : null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _images?.Dispose();
                _labels?.Dispose();
            }

            base.Dispose(disposing);
        }

        private void GetLabel(ref byte value)
        {
            CheckOnRow();
            value = _labels!.Item[0];
        }

        private sealed class ImageReader(Cursor cursor) : IByteReader
        {
            public float Scale => 1;

            public ReadOnlySpan<byte> Read()
            {
                cursor.CheckOnRow();
                return cursor._images!.Item;
            }

            public void Get(ref VBuffer<byte> value)
            {
                ReadOnlySpan<byte> image = Read();
                VBufferEditor<byte> editor = VBufferEditor.Create(ref value, image.Length);
                image.CopyTo(editor.Values);
                value = editor.Commit();
            }
        }
    }
}
