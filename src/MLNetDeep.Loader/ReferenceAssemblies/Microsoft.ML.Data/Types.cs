// Declarations of the Microsoft.ML.Data members that MLNetDeep.Loader compiles against. The real ones are internal.
namespace Microsoft.ML
{
    public interface ISingleFeaturePredictionTransformer : ITransformer
    {
        string FeatureColumnName { get; }
    }
}

namespace Microsoft.ML.Data
{
    public interface IDataTransform : IDataView, ICanSaveModel
    {
        IDataView Source { get; }
    }
}

namespace Microsoft.ML.Model.OnnxConverter
{
    public abstract class OnnxContext
    {
        public abstract string GetNodeName(string prefix);

        public abstract bool IsVariableDefined(string variableName);

        public abstract bool ContainsColumn(string colName);

        public abstract void CheckOpSetVersion(int thisTransformerMinumumOpSetVersion, string registerTransformerName);

        public abstract string GetVariableName(string colName);

        public abstract string AddIntermediateVariable(Data.DataViewType? type, string colName, bool skip = false);

        public abstract OnnxNode CreateNode(
            string opType, IEnumerable<string> inputs, IEnumerable<string> outputs, string name, string? domain = null);

        public abstract string AddInitializer(float value, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(long value, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(IEnumerable<bool> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(IEnumerable<float> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(
            IEnumerable<int> values, Type type, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(IEnumerable<string> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(IEnumerable<long> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(IEnumerable<double> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);

        public abstract string AddInitializer(
            IEnumerable<ulong> values, bool isUint64, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true);
    }

    public abstract class OnnxNode
    {
        public abstract void AddAttribute(string argName, double value);

        public abstract void AddAttribute(string argName, long value);

        public abstract void AddAttribute(string argName, string value);

        public abstract void AddAttribute(string argName, IEnumerable<float> value);

        public abstract void AddAttribute(string argName, IEnumerable<long> value);

        public abstract void AddAttribute(string argName, string[] value);
    }

    public interface ICanSaveOnnx
    {
        bool CanSaveOnnx(OnnxContext ctx);
    }

    public interface ISaveAsOnnx : ICanSaveOnnx
    {
        void SaveAsOnnx(OnnxContext ctx);
    }

    public interface ITransformCanSaveOnnx : ISaveAsOnnx, Data.IDataTransform;
}
