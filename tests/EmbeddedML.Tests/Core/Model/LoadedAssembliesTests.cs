using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Core.Model;

/// <summary>A model file names the assemblies of its components; that must not be a way to load any assembly.</summary>
public class LoadedAssembliesTests
{
    // One of the framework that no test uses, and one that does not exist.
    [Theory]
    [InlineData("System.Runtime.Serialization.Schema")]
    [InlineData("System.Reflection.DispatchProxy")]
    [InlineData("Elsewhere, Version=1.0.0.0")]
    public void An_assembly_that_is_no_part_of_the_program_is_not_loaded(string assembly)
    {
        var ml = new MLContext();
        using var file = new MemoryStream();
        ml.Model.Save(new ForeignTransformer(assembly), null, file);
        file.Position = 0;

        FormatException exception = Assert.Throws<FormatException>(() => ml.Model.Load(file, out _));
        Assert.Contains($"a component 'Foreign' of the assembly '{assembly}'", exception.Message);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == assembly);
    }

    private sealed class ForeignTransformer(string assembly) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx)
        {
            ctx.CheckAtModel();
            ctx.SetVersionInfo(new VersionInfo("FOREIGN ", 1, 1, 1, assembly, "Foreign"));
        }
    }
}
