using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>How a linear scale lies in a model file: the scale and the offset of each slot, and the same as text for people.</summary>
internal static class AffineNormalizerFormat
{
    public const string LoaderSignature = "AffineNormExec";

    private const int AllSlots = -1;

    private static readonly VersionInfo s_version = new(
        modelSignature: "AFF NORM",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010003,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save<T>(ModelSaveContext ctx, T[] scales, T[]? offsets) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(scales.Length);
        ctx.Writer.Write(AllSlots);
        StoredArrays.Write<T>(ctx.Writer, scales);
        StoredArrays.Write<T>(ctx.Writer, offsets);
        ctx.SaveTextStream("AffineNormalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={scales.Length}");
            for (int i = 0; i < scales.Length; i++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}\t{offsets?[i] ?? T.Zero}\t{scales[i]}"));
            writer.WriteLine();
        });
    }

    public static ColumnNormalizer Load<T>(ModelLoadContext ctx, DataViewType type) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_version);
        (T[] scales, T[] offsets) = Read<T>(ctx);
        if (scales.Length != type.ValueCount())
            throw new FormatException($"The model has a normalizer of {scales.Length} slots for a column of {type.ValueCount()}.");
        for (int i = 0; i < scales.Length; i++)
        {
            if (T.IsNaN(scales[i]) || (offsets.Length > 0 && T.IsNaN(offsets[i])))
                throw new FormatException($"The model has a normalizer without a scale or an offset for the slot {i}.");
            if (T.IsZero(scales[i]) && offsets.Length > 0)
                offsets[i] = T.Zero;
        }
        return type is VectorDataViewType
            ? new AffineVectorNormalizer<T>(type, scales, offsets.Length == 0 ? null : offsets)
            : new AffineNormalizer<T>(type, scales[0], offsets.FirstOrDefault());
    }

    // Where not all slots are stored, those that are not have the scale 1 and the offset 0.
    private static (T[] Scales, T[] Offsets) Read<T>(ModelLoadContext ctx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int bytes = ctx.Reader.ReadInt32();
        if (bytes != Unsafe.SizeOf<T>())
            throw new FormatException($"The model has a normalizer for numbers of {bytes} bytes where {Unsafe.SizeOf<T>()} are needed.");
        int size = ctx.Reader.ReadInt32();
        int slotCount = ctx.Reader.ReadInt32();
        int[]? slots = slotCount == AllSlots ? null : StoredArrays.ReadItems<int>(ctx, slotCount, "slots");
        T[] scales = StoredArrays.Read<T>(ctx, "scales");
        T[] offsets = StoredArrays.Read<T>(ctx, "offsets");
        if (scales.Length != (slots?.Length ?? size) || (offsets.Length > 0 && offsets.Length != scales.Length))
            throw new FormatException($"The model has a normalizer of {size} slots with {scales.Length} scales and {offsets.Length} offsets.");
        return slots is null ? (scales, offsets) : (Scatter(scales, slots, size, T.One), offsets.Length == 0 ? [] : Scatter(offsets, slots, size, T.Zero));
    }

    private static T[] Scatter<T>(T[] values, int[] slots, int size, T others)
    {
        T[] all = Enumerable.Repeat(others, size).ToArray();
        for (int i = 0; i < slots.Length; i++)
            all[slots[i]] = values[i];
        return all;
    }
}
