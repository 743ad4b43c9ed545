using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The pictures to train on and to test with. Both views have the same columns; Label is a key.</summary>
/// <param name="Train">The pictures to train on.</param>
/// <param name="Test">The pictures to test with.</param>
/// <param name="Shape">The shape of a picture in the pixel column: [height, width, channels].</param>
/// <param name="ClassNames">The names of the classes, in the order of their keys.</param>
/// <param name="PixelColumn">The name of the column with the pixels, which are bytes.</param>
/// <param name="Preparation">Makes the pixel column; null if the views have it.</param>
/// <param name="TrainFiles">About how many pictures there are to train on; null if the view knows it.</param>
internal sealed record PictureData(
    IDataView Train,
    IDataView Test,
    ImmutableArray<int> Shape,
    ImmutableArray<string> ClassNames,
    string PixelColumn,
    IEstimator<ITransformer>? Preparation = null,
    long? TrainFiles = null);
