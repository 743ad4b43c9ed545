using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A view over images and their labels, in one file of numbers each.</summary>
/// <param name="images">The images. The type of the column is that of the numbers.</param>
/// <param name="labels">The labels: one number, or the same count of numbers, for each image.</param>
/// <param name="labelColumn">Which of the numbers is the label; 0 if there is only one.</param>
/// <param name="byteLabels">Whether labels are bytes whatever the type of the numbers is. A label that is not an integer from 0 to 255 then
/// throws. Otherwise the type of the column is that of the numbers.</param>
/// <param name="classNames">The names of the classes: labels are then keys, and a label that is not the index of a name throws. Default: the
/// labels are numbers.</param>
internal sealed class ImageView(
    NumberFile images, NumberFile labels, int labelColumn, bool byteLabels, ImmutableArray<string> classNames = default) : FileView(
    new DataViewSchema.DetachedColumn(ImageColumn, new VectorDataViewType(images.Type.Type, images.ItemShape)),
    classNames.IsDefault
        ? new DataViewSchema.DetachedColumn(LabelColumn, byteLabels ? NumberDataViewType.Byte : labels.Type.Type)
        : ClassNames.CreateColumn(LabelColumn, classNames))
{
    public const string ImageColumn = "Image";
    public const string LabelColumn = "Label";

    private readonly NumberFile _images = images;
    private readonly NumberFile _labels = labels;
    private readonly int _labelOffset = labelColumn * labels.Type.Size;
    private readonly bool _byteLabels = byteLabels;
    private readonly int? _classCount = classNames.IsDefault ? null : classNames.Length;

    public override long? GetRowCount() => _images.Count;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new Cursor(this, columnsNeeded);

    private sealed class Cursor : RootCursor, IByteRow
    {
        private readonly ImageView _view;
        private readonly ItemReader? _images;
        private readonly ItemReader? _labels;
        private int _rowsRead;

        public Cursor(ImageView view, DataViewSchema.Column[] columnsNeeded) : base(view.Schema, columnsNeeded)
        {
            _view = view;
            if (IsColumnActive(Schema[ImageColumn]))
            {
                _images = view._images.ReadItems();
            }

            try
            {
                _labels = IsColumnActive(Schema[LabelColumn]) ? view._labels.ReadItems() : null;
            }
            catch
            {
                _images?.Dispose();
                throw;
            }
        }

        protected override bool MoveNextCore()
        {
            if (_rowsRead == _view._images.Count)
            {
                return false;
            }

            _images?.MoveNext();
            _labels?.MoveNext();
            _rowsRead++;
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            column.Name == ImageColumn ? _view._images.Type.CreateVectorGetter(GetImage)
            : _view._classCount is not null ? (ValueGetter<uint>)GetKey
            : _view._byteLabels ? (ValueGetter<byte>)GetByteLabel
            : _view._labels.Type.CreateGetter(GetLabel);

        public IByteReader? GetByteReader(DataViewSchema.Column column)
        {
            RowChecks.CheckActiveArgument(this, column);
            bool isBytes = column.Name == ImageColumn && _view._images.Type.Type == NumberDataViewType.Byte;
            return isBytes ? new ImageReader(this) : null;
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

        private ReadOnlySpan<byte> GetImage()
        {
            CheckOnRow();
            return _images!.Item;
        }

        private ReadOnlySpan<byte> GetLabel()
        {
            CheckOnRow();
            return _labels!.Item[_view._labelOffset..];
        }

        private void GetByteLabel(ref byte value)
        {
            ReadOnlySpan<byte> label = GetLabel();
            NumberType type = _view._labels.Type;
            value = type.ToByte(label) ?? throw new InvalidDataException(
                $"{_view._labels.Place}: label {_labels!.Number} is {type.ToText(label)}, but an integer from 0 to 255 is needed.");
        }

        private void GetKey(ref uint value)
        {
            ReadOnlySpan<byte> label = GetLabel();
            NumberType type = _view._labels.Type;
            value = type.ToByte(label) is { } index && index < _view._classCount ? ClassNames.Key(index) : throw new InvalidDataException(
                $"{_view._labels.Place}: label {_labels!.Number} is {type.ToText(label)}, but an integer from 0 to {_view._classCount - 1} is needed.");
        }

        private sealed class ImageReader(Cursor cursor) : IByteReader
        {
            public float Scale => 1;

            public ReadOnlySpan<byte> Read() => cursor.GetImage();
        }
    }
}
