using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>Says what a user can do about a column of the wrong type.</summary>
internal static class Cures
{
    /// <summary>The cure for features that are keys.</summary>
    public const string EmbedKeys = "Keys are for networks that begin with an Embedding layer, such as those of SequenceNetwork";

    // The package ImageAnalytics, which has the type, is not referenced here.
    private const string ImageType = "Microsoft.ML.Data.MLImage";

    /// <summary>The cure for a class label that is not a key; null if there is none.</summary>
    public static string? MapToKeys(string name, DataViewType type) =>
        type is PrimitiveDataViewType ? $"Map its values to keys first: Transforms.Conversion.MapValueToKey(\"{name}\")" : null;

    /// <summary>The cure for a scalar of another type; null if ML.NET does not convert the type.</summary>
    public static string? Convert(string name, DataViewType type, DataViewType target) => type is NumberDataViewType or BooleanDataViewType or TextDataViewType
        ? $"Convert it first: Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.{target})"
        : null;

    /// <summary>The cure for a label that is no Boolean. ConvertType makes true of every number but 0, and reads few words.</summary>
    public static string? MakeBoolean(string name, DataViewType type) => type switch
    {
        NumberDataViewType => $"{Convert(name, type, BooleanDataViewType.Instance)}; it makes true of every number but 0. {MapValue("1 to true and -1 to false")}",
        TextDataViewType => MapValue("\"yes\" to true and \"no\" to false"),
        _ => null,
    };

    /// <summary>The cure for a key where a Boolean or a number is needed.</summary>
    public static string UnmapKey(string name) =>
        $"A key is a class: train with MulticlassClassification.Trainers, or map it to its value first: Transforms.Conversion.MapKeyToValue(\"{name}\")";

    private static string MapValue(string example) => $"Say which value is true with Transforms.Conversion.MapValue, for example {example}";

    /// <summary>The cure for features that are not a vector of Single of known size; null if there is none.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="itemType">The column's type, or the type of its items if it is a vector.</param>
    /// <param name="hasVaryingSize">Whether the column is a vector of varying size.</param>
    public static string? MakeFeatures(string name, DataViewType itemType, bool hasVaryingSize)
    {
        if (hasVaryingSize)
        {
            return "Give the column a size, for example [VectorType(4)] on its property if each row has 4 values";
        }

        if (itemType is KeyDataViewType)
        {
            return EmbedKeys;
        }

        if (itemType.RawType.FullName == ImageType)
        {
            return $"Make a vector of its pixels: Transforms.ResizeImages(\"{name}\", 64, 64), then Transforms.ExtractPixels(\"Features\", \"{name}\")";
        }

        return itemType == NumberDataViewType.Single
            ? $"Make a vector of the columns with features: Transforms.Concatenate(\"Features\", \"{name}\", ...)"
            : itemType is TextDataViewType ? null : Convert(name, itemType, NumberDataViewType.Single);
    }
}
