using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Reports;

/// <summary>An image with a caption, for <see cref="Pictures.Images"/>.</summary>
/// <remarks>Instances are immutable.</remarks>
public sealed class LabelledImage
{
    /// <summary>Creates an image with a caption.</summary>
    /// <param name="height">The number of rows of pixels, at least 1.</param>
    /// <param name="width">The number of pixels in a row, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <param name="pixels">The values from 0 (dark) to 255: row by row, pixel by pixel, channel by channel.</param>
    /// <param name="caption">The lines below the image. Default: none.</param>
    /// <param name="isCorrect">
    /// Whether the prediction for the image is right, which its frame shows. Default null: nothing is predicted.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not accepted.</exception>
    /// <exception cref="ArgumentException">The number of values is not height · width · channels.</exception>
    public LabelledImage(
        int height, int width, int channels, ImmutableArray<byte> pixels, ImmutableArray<string> caption = default, bool? isCorrect = null)
    {
        Height = Guard.Positive(height, nameof(height));
        Width = Guard.Positive(width, nameof(width));
        Channels = Guard.Accept(channels is 1 or 3, channels, nameof(channels), "1 (grey) or 3 (red, green, blue)");
        long expected = (long)height * width * channels;
        Pixels = pixels.AsSpan().Length == expected ? pixels : throw new ArgumentException(
            $"pixels has {pixels.AsSpan().Length} values; {height} x {width} pixels with {channels} channels need {expected}.",
            nameof(pixels));
        Caption = caption.IsDefault ? [] : caption;
        IsCorrect = isCorrect;
    }

    /// <summary>The number of rows of pixels.</summary>
    public int Height { get; }

    /// <summary>The number of pixels in a row.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>The values from 0 (dark) to 255: row by row, pixel by pixel, channel by channel.</summary>
    public ImmutableArray<byte> Pixels { get; }

    /// <summary>The lines below the image; empty for none.</summary>
    public ImmutableArray<string> Caption { get; }

    /// <summary>Whether the prediction for the image is right; null if nothing is predicted.</summary>
    public bool? IsCorrect { get; }
}
