using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Digits.Tests;

/// <summary>
/// Creates a folder with a small, easy data set in MNIST's file format. An image of the digit d is black except for pixel row 2 d + 4.
/// </summary>
internal sealed class SmallDigits : IDisposable
{
    public const int TrainCount = 200;
    public const int TestCount = 50;

    private const int Side = 28;
    private const int ClassCount = 10;

    public SmallDigits()
    {
        Folder = Directory.CreateTempSubdirectory("digits-").FullName;
        Write("train", TrainCount);
        Write("t10k", TestCount);
    }

    public string Folder { get; }

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes the same digits in the form of Keras's mnist.npz, and returns the file's path.</summary>
    /// <param name="height">The height of the images in the file's header; an image has as many pixels as before.</param>
    public string WriteKeras(int height = Side)
    {
        string path = File("keras.npz");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        WriteArray(archive, "x_train", "train-images-idx3-ubyte", 16, height);
        WriteArray(archive, "y_train", "train-labels-idx1-ubyte", 8);
        WriteArray(archive, "x_test", "t10k-images-idx3-ubyte", 16, height);
        WriteArray(archive, "y_test", "t10k-labels-idx1-ubyte", 8);
        return path;
    }

    /// <summary>Writes the same digits in the form of KMNIST's four .npz files, and returns their folder.</summary>
    public string WriteKmnist()
    {
        string folder = Directory.CreateDirectory(File("kmnist")).FullName;
        Write("train-imgs", "train-images-idx3-ubyte", 16, Side);
        Write("train-labels", "train-labels-idx1-ubyte", 8);
        Write("test-imgs", "t10k-images-idx3-ubyte", 16, Side);
        Write("test-labels", "t10k-labels-idx1-ubyte", 8);
        return folder;

        void Write(string name, string idx, int headerLength, int? height = null)
        {
            using ZipArchive archive = ZipFile.Open(Path.Combine(folder, $"kmnist-{name}.npz"), ZipArchiveMode.Create);
            WriteArray(archive, "arr_0", idx, headerLength, height);
        }
    }

    private void WriteArray(ZipArchive archive, string array, string idx, int headerLength, int? height = null)
    {
        byte[] content = System.IO.File.ReadAllBytes(File(idx))[headerLength..];
        string shape = height is int rows ? $"{content.Length / (Side * Side)}, {rows}, {Side * Side / rows}" : $"{content.Length},";
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({shape}), }}";
        using Stream entry = archive.CreateEntry($"{array}.npy").Open();
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. content]);
    }

    private void Write(string prefix, int count)
    {
        byte[] images = new byte[16 + (count * Side * Side)];
        byte[] labels = new byte[8 + count];
        WriteHeader(images, 0x803, count, Side, Side);
        WriteHeader(labels, 0x801, count);
        for (int i = 0; i < count; i++)
        {
            int label = i % ClassCount;
            labels[8 + i] = (byte)label;
            images.AsSpan(16 + (((i * Side) + 4 + (2 * label)) * Side), Side).Fill(200);
        }

        System.IO.File.WriteAllBytes(File($"{prefix}-images-idx3-ubyte"), images);
        System.IO.File.WriteAllBytes(File($"{prefix}-labels-idx1-ubyte"), labels);
    }

    private static void WriteHeader(byte[] file, params int[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
        }
    }
}
