using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// How the values of a mapping to keys lie in a model block: a byte that says which of two forms follows. Texts are strings
/// of the model; other values have the layout that they have in binary data files, behind its definition.
/// </summary>
internal static class TermMapFormat
{
    private const byte Texts = 0;
    private const byte Encoded = 1;

    public static void Save<T>(ModelSaveContext ctx, PrimitiveDataViewType itemType, T[] values)
    {
        if (values is ReadOnlyMemory<char>[] texts)
        {
            ctx.Writer.Write(Texts);
            ctx.Writer.Write(texts.Length);
            foreach (ReadOnlyMemory<char> text in texts)
                ctx.SaveNonEmptyString(text.ToString());
            return;
        }
        if (BinaryCodecs.Find(itemType) is not BinaryCodec<T> codec)
            throw new InvalidOperationException($"Values of {itemType} cannot be saved.");
        ctx.Writer.Write(Encoded);
        codec.WriteDefinition(ctx.Writer);
        ctx.Writer.Write(values.Length);
        codec.Write(ctx.Writer, values);
    }

    public static TermMap Load(ModelLoadContext ctx)
    {
        byte form = ctx.Reader.ReadByte();
        return form switch
        {
            Texts => LoadTexts(ctx),
            Encoded => LoadEncoded(ctx),
            _ => throw new FormatException($"The values of a mapping to keys are in a form {form}, which is not known."),
        };
    }

    public static TermMap LoadTexts(ModelLoadContext ctx)
    {
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "values");
        var texts = new ReadOnlyMemory<char>[count];
        for (int i = 0; i < count; i++)
            texts[i] = ctx.LoadNonEmptyString().AsMemory();
        return new TermMap<ReadOnlyMemory<char>>(TextDataViewType.Instance, texts);
    }

    private static TermMap LoadEncoded(ModelLoadContext ctx)
    {
        if (BinaryCodecs.ReadDefinition(ctx.Reader) is not { Type: PrimitiveDataViewType } codec)
            throw new FormatException("The values of a mapping to keys have a layout that is not known.");
        return RawTypes.Invoke(codec.Type.RawType, new EncodedReader(ctx.Reader, codec));
    }

    private sealed class EncodedReader(BinaryReader reader, BinaryCodec codec) : IRawTypeFunction<TermMap>
    {
        public TermMap Invoke<T>()
        {
            int count = reader.ReadInt32();
            T[] values = count == 0 ? [] : ((BinaryCodec<T>)codec).Read(reader, count);
            return new TermMap<T>((PrimitiveDataViewType)codec.Type, values);
        }
    }
}
