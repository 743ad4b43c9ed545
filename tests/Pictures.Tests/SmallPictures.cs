using MLNetDeep.Images.Tests;

namespace Pictures.Tests;

/// <summary>
/// Creates folders of small, easy pictures. All pictures of a class have one colour: red, green or blue, with a brightness that varies.
/// </summary>
internal sealed class SmallPictures : IDisposable
{
    public static readonly string[] Classes = ["blue", "green", "red"];

    private const int Width = 20;
    private const int Height = 24;
    private const int LeastBrightness = 100;

    public string Folder { get; } = Directory.CreateTempSubdirectory("pictures-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Writes pictures of each class into a folder, and returns the folder.</summary>
    public string Write(string folder, int countPerClass)
    {
        for (int i = 0; i < Classes.Length; i++)
        {
            string classFolder = Directory.CreateDirectory(Path.Combine(File(folder), Classes[i])).FullName;
            for (int picture = 0; picture < countPerClass; picture++)
            {
                byte[] pixel = new byte[3];
                pixel[Classes.Length - 1 - i] = (byte)(LeastBrightness + (picture * 10));
                byte[] values = [.. Enumerable.Repeat(pixel, Width * Height).SelectMany(value => value)];
                System.IO.File.WriteAllBytes(Path.Combine(classFolder, $"{picture}.png"), Png.File(Png.Mode.Rgb, Width, values));
            }
        }

        return File(folder);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
