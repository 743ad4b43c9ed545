using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Data;

/// <summary>A view over image files and their classes. Files are decoded when their rows are read.</summary>
/// <param name="host">Receives warnings of damaged files.</param>
/// <param name="folder">The files and the classes.</param>
/// <param name="output">Makes the values of the Image column.</param>
/// <param name="skipsDamaged">Whether there are no rows for files that cannot be decoded.</param>
internal sealed class ImageFolderView(IHostEnvironment host, ImageFolder folder, ImageOutput output, bool skipsDamaged) : FileView(
    new DataViewSchema.DetachedColumn(PathColumn, TextDataViewType.Instance),
    folder.PositiveClass is null
        ? ClassNames.CreateColumn(LabelColumn, folder.ClassNames)
        : new DataViewSchema.DetachedColumn(LabelColumn, BooleanDataViewType.Instance),
    new DataViewSchema.DetachedColumn(ImageColumn, output.Type))
{
    public const string PathColumn = "ImagePath";
    public const string LabelColumn = "Label";
    public const string ImageColumn = "Image";

    /// <summary>The name of the log's channel.</summary>
    public const string Channel = "Images";

    /// <summary>The files and the classes.</summary>
    public ImageFolder Folder { get; } = folder;

    /// <summary>Makes the values of the Image column.</summary>
    public ImageOutput Output { get; } = output;

    /// <summary>Which files are known to be damaged. Null if a damaged file has a row, whose image throws when it is read.</summary>
    public DamagedFiles? Damaged { get; } = skipsDamaged ? new DamagedFiles(host, folder.Files.Length) : null;

    public override long? GetRowCount() => Damaged is null ? Folder.Files.Length : Damaged.IntactCount;

    // With several cursors, ML.NET decodes on several threads. It must not divide the rows of one cursor among threads, since they would
    // then share images.
    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        int count = Math.Max(n, 1);
        return [.. Enumerable.Range(0, count).Select(i => new ImageFolderCursor(this, columns, i, count))];
    }

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded) => new ImageFolderCursor(this, columnsNeeded, part: 0, parts: 1);
}
