// Declarations of the Microsoft.ML.Core members that MLNetDeep.Loader compiles against.
namespace Microsoft.ML
{
    public interface ICanSaveModel
    {
        void Save(ModelSaveContext ctx);
    }

    public interface ITransformer : ICanSaveModel
    {
        bool IsRowToRowMapper { get; }

        DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

        IDataView Transform(IDataView input);

        Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
    }

    public sealed class ModelSaveContext;

    public delegate void SignatureLoadModel(object context);

    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public sealed class LoadableClassAttribute : Attribute
    {
        public LoadableClassAttribute(Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames)
        {
        }
    }
}

namespace Microsoft.ML.Data
{
    public interface IRowToRowMapper
    {
        DataViewSchema OutputSchema { get; }
    }
}

namespace Microsoft.ML.Runtime
{
    public interface IHostEnvironment;

    public interface ICancelable
    {
        bool IsCanceled { get; }
    }
}
