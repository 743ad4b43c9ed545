using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>Images and their labels in two IDX files, read anew, row by row, by each cursor.</summary>
internal sealed class IdxView : IDataView
{
    public const string ImageColumn = "Image";
    public const string LabelColumn = "Label";

    private readonly IdxFile _images;
    private readonly IdxFile _labels;

    public IdxView(IdxFile images, IdxFile labels)
    {
        _images = images;
        _labels = labels;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(ImageColumn, new VectorDataViewType(NumberDataViewType.Byte, images.ItemShape));
        schema.AddColumn(LabelColumn, NumberDataViewType.Byte);
        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => _images.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return new Cursor(this, columnsNeeded.ToArray());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly IdxFile.ItemReader? _imageReader;
        private readonly IdxFile.ItemReader? _labelReader;
        private readonly byte[] _image;
        private readonly byte[] _label = new byte[1];
        private readonly int _rowCount;
        private int _read;

        public Cursor(IdxView view, DataViewSchema.Column[] columns) : base(view.Schema, columns)
        {
            _rowCount = view._images.Count;
            _image = new byte[view._images.ItemSize];
            if (IsColumnActive(Schema[ImageColumn]))
                _imageReader = view._images.ReadItems();
            if (IsColumnActive(Schema[LabelColumn]))
                _labelReader = view._labels.ReadItems();
        }

        protected override bool MoveNextCore()
        {
            if (_read == _rowCount)
                return false;
            _imageReader?.TryRead(_image);
            _labelReader?.TryRead(_label);
            _read++;
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column)
            => column.Name == ImageColumn ? (ValueGetter<VBuffer<byte>>)GetImage : (ValueGetter<byte>)GetLabel;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _imageReader?.Dispose();
                _labelReader?.Dispose();
            }
            base.Dispose(disposing);
        }

        private void GetImage(ref VBuffer<byte> value)
        {
            CheckOnRow();
            VBuffer<byte>.Copy(_image, 0, ref value, _image.Length);
        }

        private void GetLabel(ref byte value)
        {
            CheckOnRow();
            value = _label[0];
        }
    }
}
