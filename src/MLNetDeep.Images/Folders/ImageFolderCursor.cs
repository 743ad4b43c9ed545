using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Data;

/// <summary>A cursor over image files, or over one part of them: the cursors of a set take blocks of files in turn.</summary>
/// <param name="view">The view.</param>
/// <param name="columnsNeeded">The columns that will be read.</param>
/// <param name="part">The number of the part, counted from 0.</param>
/// <param name="parts">The number of parts.</param>
internal sealed class ImageFolderCursor(ImageFolderView view, DataViewSchema.Column[] columnsNeeded, int part, int parts)
    : RootCursor(view.Schema, columnsNeeded), IByteRow
{
    private const int BlockLength = 32;

    private readonly ImageDecoder _decoder = new();
    private int _file = (part * BlockLength) - 1;

    // The number of the file whose image the decoder holds; -1 if it holds none.
    private int _decoded = -1;

    public override long Batch => Math.Max(_file, 0) / BlockLength;

    // The identifier is the number of the file, so it is the same in each set of cursors.
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new DataViewRowId((ulong)_file, 0);
    };

    public IByteReader? GetByteReader(DataViewSchema.Column column)
    {
        RowChecks.CheckActiveArgument(this, column);
        return column.Name == ImageFolderView.ImageColumn && view.Output.CreateByteGetter(Decode) is { } read ? new ByteReader(read) : null;
    }

    protected override bool MoveNextCore()
    {
        do
        {
            _file++;
            if (_file % BlockLength == 0 && _file > part * BlockLength)
            {
                _file += (parts - 1) * BlockLength;
            }

            if (_file >= view.Folder.Files.Length)
            {
                view.Damaged?.Report();
                return false;
            }
        }
        while (!HasRow());

        return true;
    }

    protected override Delegate CreateGetter(DataViewSchema.Column column) => column.Name switch
    {
        ImageFolderView.PathColumn => (ValueGetter<ReadOnlyMemory<char>>)GetPath,
        ImageFolderView.LabelColumn => view.Folder.PositiveClass is null ? (ValueGetter<uint>)GetKey : (ValueGetter<bool>)GetIsPositive,
        _ => view.Output.CreateGetter(Decode),
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            view.Damaged?.Report();
        }

        base.Dispose(disposing);
    }

    // A file is decoded here if no cursor has decoded it before, even if Image is not read: all cursors must have the same rows.
    private bool HasRow() => view.Damaged is not { } damaged
        || (damaged.IsIntact(_file) ?? damaged.Record(_file, view.Folder.Files[_file].Path, TryDecode()));

    private string? TryDecode()
    {
        _decoded = -1;
        string? problem = _decoder.Decode(view.Folder.Files[_file].Path) ?? view.Output.FindProblem(_decoder);
        _decoded = problem is null ? _file : -1;
        return problem;
    }

    private ImageDecoder Decode()
    {
        CheckOnRow();
        return _decoded == _file || TryDecode() is not { } problem ? _decoder : throw new InvalidDataException(
            $"The image '{view.Folder.Files[_file].Path}' cannot be read: {problem}."
            + (view.Damaged is null ? $" To pass over such images, set {nameof(ImageFolderOptions.Damaged)} to {DamagedImages.Skip}." : ""));
    }

    private void GetPath(ref ReadOnlyMemory<char> value)
    {
        CheckOnRow();
        value = view.Folder.Files[_file].Path.AsMemory();
    }

    private void GetKey(ref uint value)
    {
        CheckOnRow();
        value = ClassNames.Key(view.Folder.Files[_file].Class);
    }

    private void GetIsPositive(ref bool value)
    {
        CheckOnRow();
        value = view.Folder.Files[_file].Class == view.Folder.PositiveClass;
    }

    private sealed class ByteReader(Func<byte[]> read) : IByteReader
    {
        public float Scale => 1;

        public ReadOnlySpan<byte> Read() => read();
    }
}
