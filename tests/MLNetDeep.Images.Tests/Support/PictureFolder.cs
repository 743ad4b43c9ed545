using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Images.Tests;

/// <summary>A temporary folder of pictures and an MLContext whose warnings are kept.</summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureFolder() => ML.Log += (_, e) =>
    {
        if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
        {
            Warnings.Add(e.RawMessage);
        }
    };

    public MLContext ML { get; } = new(seed: 1);

    public List<string> Warnings { get; } = [];

    public string FullName => _folder.FullName;

    /// <summary>Writes a file, whose name may have folders.</summary>
    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        return _folder.Write(name, content);
    }

    /// <summary>Returns the paths in a view, from the folder on and with slashes.</summary>
    public string[] Paths(IDataView view) =>
        [.. view.GetColumn<string>("ImagePath").Select(path => Path.GetRelativePath(FullName, path).Replace('\\', '/'))];

    public void Dispose() => _folder.Dispose();
}
