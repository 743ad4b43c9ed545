using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Data;

/// <summary>Makes the values of the Image column from decoded files.</summary>
internal abstract class ImageOutput
{
    /// <summary>The type of the column.</summary>
    public abstract DataViewType Type { get; }

    /// <summary>Returns null if a decoded image is accepted, otherwise what is wrong with it.</summary>
    public virtual string? FindProblem(ImageDecoder image) => null;

    /// <summary>Creates a getter.</summary>
    /// <param name="decode">Returns the image of the current row, decoded.</param>
    public abstract Delegate CreateGetter(Func<ImageDecoder> decode);

    /// <summary>Creates a function that returns the bytes of the current row's value; null if the value is no vector of bytes.</summary>
    /// <param name="decode">Returns the image of the current row, decoded.</param>
    public virtual Func<byte[]>? CreateByteGetter(Func<ImageDecoder> decode) => null;
}

/// <summary>Images of ML.NET, of any size. The caller of the getter disposes the image.</summary>
internal sealed class MLImageOutput : ImageOutput
{
    public override DataViewType Type { get; } = new ImageDataViewType();

    // The image that the caller passes is disposed, as ML.NET's loader of images does.
    public override Delegate CreateGetter(Func<ImageDecoder> decode) => (ValueGetter<MLImage>)((ref MLImage value) =>
    {
        value?.Dispose();
        value = null!;
        ImageDecoder image = decode();
        value = MLImage.CreateFromPixels(image.Width, image.Height, MLPixelFormat.Bgra32, image.Pixels);
    });
}

/// <summary>Grey images of one size, as vectors of bytes: height x width.</summary>
/// <param name="side">The height and the width, in pixels.</param>
internal sealed class GreyOutput(int side) : ImageOutput
{
    private const int BytesPerPixel = 4;

    public override DataViewType Type { get; } = new VectorDataViewType(NumberDataViewType.Byte, side, side);

    public override string? FindProblem(ImageDecoder image) => image.Width == side && image.Height == side
        ? null
        : $"it has {image.Width} x {image.Height} pixels; accepted: {side} x {side}";

    public override Delegate CreateGetter(Func<ImageDecoder> decode)
    {
        Func<byte[]> getBytes = CreateByteGetter(decode);
        return (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> value) =>
        {
            byte[] bytes = getBytes();
            VBufferEditor<byte> editor = VBufferEditor.Create(ref value, bytes.Length);
            bytes.CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    // Colours become grey by ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue. A grey pixel keeps its value.
    public override Func<byte[]> CreateByteGetter(Func<ImageDecoder> decode)
    {
        byte[] grey = new byte[side * side];
        return () =>
        {
            ReadOnlySpan<byte> pixels = decode().Pixels;
            for (int i = 0; i < grey.Length; i++)
            {
                ReadOnlySpan<byte> pixel = pixels.Slice(i * BytesPerPixel, BytesPerPixel);
                grey[i] = (byte)(((114 * pixel[0]) + (587 * pixel[1]) + (299 * pixel[2]) + 500) / 1000);
            }

            return grey;
        };
    }
}
