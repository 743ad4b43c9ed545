using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(EmbeddedML.Tests.Core.Model.StoredComponent), typeof(EmbeddedML.Tests.Core.Model.StoredComponent), null,
    typeof(SignatureLoadModel), "Test", EmbeddedML.Tests.Core.Model.StoredComponent.Signature)]

namespace EmbeddedML.Tests.Core.Model;

/// <summary>A transformer that changes nothing and uses everything that a model file offers to a component.</summary>
internal sealed class StoredComponent(string? text, float[] numbers, StoredComponent? child) : ITransformer
{
    public const string Signature = "EmbeddedMLTestsStored";

    private static readonly VersionInfo s_version = new("TESTSTOR", 0x00010002, 0x00010001, 0x00010001, "EmbeddedML.Tests", Signature);

    public string? Text => text;

    public float[] Numbers => numbers;

    public StoredComponent? Child => child;

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

    public IDataView Transform(IDataView input) => input;

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.SaveString(text);
        ctx.SaveBinaryStream("Numbers.bin", writer =>
        {
            writer.Write(numbers.Length);
            foreach (float number in numbers)
                writer.Write(number);
        });
        ctx.SaveTextStream("Text.txt", writer => writer.Write(text));
        if (child is not null)
            ctx.SaveModel(child, "Child");
    }

    private static StoredComponent Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersionInfo(s_version);
        string? text = ctx.LoadString();
        float[] numbers = [];
        ctx.TryLoadBinaryStream("Numbers.bin", reader => numbers = reader.ReadArray(reader.ReadInt32(), sizeof(float), static r => r.ReadSingle()));
        ctx.TryLoadTextStream("Text.txt", reader =>
        {
            if (reader.ReadToEnd() != (text ?? ""))
                throw new FormatException("The two texts differ.");
        });
        StoredComponent? child = null;
        ctx.TryProcessSubModel("Child", childContext => child = Create(env, childContext));
        return new StoredComponent(text, numbers, child);
    }
}
