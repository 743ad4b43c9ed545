using SkiaSharp;

namespace MLNetDeep.Data;

/// <summary>Decodes image files, one after the other, into one buffer. The pixels are the same as those of an <c>MLImage</c>.</summary>
internal sealed class ImageDecoder
{
    private const int BytesPerPixel = 4;

    // A damaged header may claim any size, and memory is allocated before the pixels are read. Blank pages are compressed best: in PNG, a
    // byte may hold 8,000 pixels of one bit; in lossless WebP, a bit may hold 4,096 pixels.
    private const int MaxPixelsPerByte = 10_000;
    private const int MaxWebpPixelsPerByte = 40_000;
    private const int SmallImage = 1 << 24;

    private byte[] _pixels = [];

    /// <summary>The width of the last image, in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The height of the last image, in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>The pixels of the last image, row by row: blue, green, red, alpha. The colours are multiplied by alpha. ML.NET's own loader has
    /// this order too; with another one, ResizeImages would round differently. The span is valid until the next image is decoded.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Width * Height * BytesPerPixel);

    /// <summary>Decodes a file.</summary>
    /// <returns>Null if the file was decoded, otherwise what is wrong with it.</returns>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public string? Decode(string path)
    {
        (Width, Height) = (0, 0);
        byte[] file = File.ReadAllBytes(path);
        if (file.Length == 0)
        {
            return "it is empty";
        }

        using SKCodec? codec = SKCodec.Create(new SKMemoryStream(file), out SKCodecResult created);
        if (codec is null)
        {
            return Describe(created);
        }

        SKImageInfo info = codec.Info;
        long pixels = (long)info.Width * info.Height;
        int perByte = codec.EncodedFormat == SKEncodedImageFormat.Webp ? MaxWebpPixelsPerByte : MaxPixelsPerByte;
        if (pixels > SmallImage && pixels > (long)file.Length * perByte)
        {
            return $"it claims to have {info.Width} x {info.Height} pixels, too many for its {file.Length} bytes";
        }

        if (pixels > Array.MaxLength / BytesPerPixel)
        {
            return $"it has {info.Width} x {info.Height} pixels; accepted: up to {Array.MaxLength / BytesPerPixel} pixels";
        }

        SKAlphaType alpha = info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        return Decode(codec, new SKImageInfo(info.Width, info.Height, SKColorType.Bgra8888, alpha));
    }

    private unsafe string? Decode(SKCodec codec, SKImageInfo info)
    {
        if (_pixels.Length < info.BytesSize)
        {
            _pixels = new byte[info.BytesSize];
        }

        SKCodecResult result;
        fixed (byte* pixels = _pixels)
        {
            result = codec.GetPixels(info, (nint)pixels);
        }

        if (result == SKCodecResult.Success)
        {
            (Width, Height) = (info.Width, info.Height);
        }
        else
        {
            // The size in a damaged header may be far too large, so the buffer is not kept.
            _pixels = [];
        }

        return Describe(result);
    }

    private static string? Describe(SKCodecResult result) => result switch
    {
        SKCodecResult.Success => null,
        SKCodecResult.Unimplemented => "it has no known image format",
        SKCodecResult.IncompleteInput => "it ends too early, or its data are damaged",
        _ => "its data are damaged",
    };
}
