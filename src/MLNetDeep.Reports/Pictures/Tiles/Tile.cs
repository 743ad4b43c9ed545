using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>A small image with a caption in a grid of such tiles.</summary>
/// <param name="Image">The image.</param>
/// <param name="Caption">The lines below the image; empty for none.</param>
/// <param name="IsCorrect">Whether the prediction that the caption states is right: the frame's colour; null for a thin grey frame.</param>
internal sealed record Tile(PixelImage Image, ImmutableArray<string> Caption, bool? IsCorrect = null);
