using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A view over the images of CIFAR-10, file after file. Channels come last: the planes are put in order as a row is read.</summary>
/// <param name="files">The files, in the order of the rows.</param>
/// <param name="classNames">The names of the classes.</param>
internal sealed class CifarView(ImmutableArray<CifarFile> files, ImmutableArray<string> classNames) : FileView(
    new DataViewSchema.DetachedColumn(
        ImageView.ImageColumn, new VectorDataViewType(NumberDataViewType.Byte, CifarFile.Side, CifarFile.Side, CifarFile.Channels)),
    ClassNames.CreateColumn(ImageView.LabelColumn, classNames))
{
    private readonly ImmutableArray<CifarFile> _files = files;
    private readonly int _classCount = classNames.Length;

    public override long? GetRowCount() => _files.Sum(file => (long)file.Count);

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new Cursor(this, columnsNeeded);

    private sealed class Cursor(CifarView view, DataViewSchema.Column[] columnsNeeded) : RootCursor(view.Schema, columnsNeeded), IByteRow
    {
        private readonly byte[] _image = new byte[CifarFile.Channels * CifarFile.Pixels];
        private int _file = -1;
        private ItemReader? _items;
        private long _imagePosition = -1;

        public IByteReader? GetByteReader(DataViewSchema.Column column)
        {
            RowChecks.CheckActiveArgument(this, column);
            return column.Name == ImageView.ImageColumn ? new ImageReader(this) : null;
        }

        protected override bool MoveNextCore()
        {
            while (_items?.MoveNext() != true)
            {
                _items?.Dispose();
                _items = null;
                if (_file == view._files.Length - 1)
                {
                    return false;
                }

                _items = view._files[++_file].ReadItems();
            }

            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            column.Name == ImageView.ImageColumn ? (ValueGetter<VBuffer<byte>>)GetPixels : (ValueGetter<uint>)GetKey;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _items?.Dispose();
            }

            base.Dispose(disposing);
        }

        private ReadOnlySpan<byte> GetImage()
        {
            CheckOnRow();
            if (_imagePosition != Position)
            {
                Planes.Interleave<byte>(_items!.Item[1..], _image, CifarFile.Channels);
                _imagePosition = Position;
            }

            return _image;
        }

        private void GetPixels(ref VBuffer<byte> value)
        {
            ReadOnlySpan<byte> image = GetImage();
            VBufferEditor<byte> editor = VBufferEditor.Create(ref value, image.Length);
            image.CopyTo(editor.Values);
            value = editor.Commit();
        }

        private void GetKey(ref uint value)
        {
            CheckOnRow();
            byte label = _items!.Item[0];
            value = label < view._classCount ? ClassNames.Key(label) : throw new InvalidDataException(
                $"{view._files[_file].Place}: the label of image {_items.Number} is {label}, but an integer from 0 to {view._classCount - 1} is needed.");
        }

        private sealed class ImageReader(Cursor cursor) : IByteReader
        {
            public float Scale => 1;

            public ReadOnlySpan<byte> Read() => cursor.GetImage();
        }
    }
}
