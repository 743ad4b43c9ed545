using System.Buffers.Binary;

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
